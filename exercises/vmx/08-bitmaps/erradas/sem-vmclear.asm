; falha: limpa
; Usa uma região que nunca passou por VMCLEAR.
%include "vmx.inc"

inicio:
    liga_vmx
    vmxon   [p_vmxon]
    vmptrld [p_a]
    vmcs_padrao convidado_a, saida

    mov     byte [io_bitmap_a + 0x3f8 / 8], 0xff            ; as oito portas de COM1
    or      byte [msr_bitmap + 0x1b / 8], 1 << (0x1b % 8)   ; leitura dos baixos: a partir de 0
    or      byte [msr_bitmap + 3072 + 0x80 / 8], 1          ; escrita dos altos: a partir de 3072
    le      rax, PRIMARY_PROC_BASED_CONTROLS
    or      rax, (1 << 25) | (1 << 28)                      ; usa os bitmaps de E/S e de MSR
    grava   PRIMARY_PROC_BASED_CONTROLS, rax

    vmlaunch
    jmp     falhou

saida:
    guarda_regs A
    le      rax, EXIT_REASON
    cmp     rax, EXIT_IO_INSTRUCTION
    je      segue                       ; a escrita na porta é descartada
    cmp     rax, EXIT_WRMSR
    je      segue
    cmp     rax, EXIT_RDMSR
    jne     fim                         ; HLT: o convidado acabou
    mov     qword [regs_A + 0], 0       ; RDMSR responde 0 em EDX:EAX
    mov     qword [regs_A + 24], 0
segue:
    avanca
    repoe_regs A
    vmresume
    jmp     falhou

fim:
    vmclear [p_a]
    vmxoff
    termina

falhou:
    escreve "a entrada falhou", 10
    termina

; O convidado fica no fim do arquivo: o corretor troca o que vem depois deste rótulo.
convidado_a:
    mov     al, 'v'
    out     0xe9, al                    ; passa
    mov     dx, 0x3f8
    mov     al, '?'
    out     dx, al                      ; sai, e é descartado
    mov     ecx, 0x1b
    rdmsr                               ; sai: responde 0
    mov     ecx, 0x10
    rdmsr                               ; passa
    mov     ecx, 0xc0000080
    rdmsr                               ; passa
    wrmsr                               ; sai, e é descartado
    mov     al, 't'
    out     0xe9, al                    ; passa
    hlt
