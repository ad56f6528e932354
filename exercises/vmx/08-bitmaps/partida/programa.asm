; Laboratório 8: vigiar portas e MSR.
;
; Troque as linhas marcadas com FALTA pelo código que as cumpre.
; Rode na página do laboratório, ou corrija com:  npm run grade -- vmx/08
%include "vmx.inc"

inicio:
    liga_vmx
    vmxon   [p_vmxon]
    vmclear [p_a]
    vmptrld [p_a]
    vmcs_padrao convidado_a, saida

    ; FALTA: ligar, no bitmap de E/S, os bits das portas 3F8H a 3FFH
    ; FALTA: ligar, na página de MSR, o bit da leitura de 1BH e o da escrita de C0000080H
    ; FALTA: ligar nos controles primários o uso dos bitmaps de E/S e de MSR

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
