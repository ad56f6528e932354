; falha: limpa
; Usa uma região que nunca passou por VMCLEAR.
%include "vmx.inc"

inicio:
    liga_vmx
    vmxon   [p_vmxon]
    vmptrld [p_a]
    vmcs_padrao convidado_a, saida
    vmlaunch
    jmp     falhou

saida:                                  ; aqui o processador chega depois de cada saída de VM
    guarda_regs A                       ; os registradores do convidado ficam em regs_A
    le      rax, EXIT_REASON
    cmp     rax, EXIT_CPUID
    je      emula_cpuid
    jmp     fim                         ; HLT: o convidado acabou

emula_cpuid:
    mov     eax, [regs_A + 0]           ; a folha que ele pediu
    mov     ecx, [regs_A + 16]
    cpuid                               ; em root, esta é a de verdade
    cmp     dword [regs_A + 0], 0
    je      .folha_0
    cmp     dword [regs_A + 0], 1
    jne     .responde
    and     ecx, ~0x20                  ; esconde o bit 5: não há VMX aqui dentro
    or      ecx, 0x80000000             ; e diz que há um hipervisor
    jmp     .responde
.folha_0:
    mov     ebx, 'Vand'
    mov     edx, 'erpo'
    mov     ecx, 'olVM'
.responde:
    mov     [regs_A + 0], rax           ; CPUID e MOV de 32 bits zeram a metade alta
    mov     [regs_A + 8], rbx
    mov     [regs_A + 16], rcx
    mov     [regs_A + 24], rdx
    avanca                              ; o convidado continua depois do CPUID
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
    xor     eax, eax
    cpuid                               ; quem é o fabricante?
    mov     [0x206000], ebx
    mov     [0x206004], edx
    mov     [0x206008], ecx
    mov     eax, 1
    cpuid                               ; o que o processador sabe fazer?
    mov     r8d, ecx
    mov     rsi, 0x206000
    mov     ecx, 12
.letra:
    mov     al, [rsi]
    out     0xe9, al
    inc     rsi
    loop    .letra
    hlt
