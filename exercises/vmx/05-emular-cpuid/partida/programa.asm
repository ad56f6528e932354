; Laboratório 5: emular CPUID.
;
; Troque as linhas marcadas com FALTA pelo código que as cumpre.
; Rode na página do laboratório, ou corrija com:  npm run grade -- vmx/05
%include "vmx.inc"

inicio:
    liga_vmx
    vmxon   [p_vmxon]
    vmclear [p_a]
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
    ; FALTA: descobrir que folha o convidado pediu
    ; FALTA: pôr em regs_A a resposta (RAX em +0, RBX em +8, RCX em +16, RDX em +24)
    ; FALTA: fazer o convidado continuar depois do CPUID, com os registradores dele
    jmp     fim                         ; por enquanto, desiste

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
