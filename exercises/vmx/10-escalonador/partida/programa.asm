; Laboratório 10: um pequeno hipervisor.
;
; Troque as linhas marcadas com FALTA pelo código que as cumpre.
; Rode na página do laboratório, ou corrija com:  npm run grade -- vmx/10
%include "vmx.inc"

QUANTOS equ 3

inicio:
    liga_vmx
    vmxon   [p_vmxon]
    vmclear [p_a]
    vmptrld [p_a]
    vmcs_padrao convidado_a, saida, A
    vmclear [p_b]
    vmptrld [p_b]
    vmcs_padrao convidado_b, saida, B
    vmclear [p_c]
    vmptrld [p_c]
    vmcs_padrao convidado_c, saida, C

    ; FALTA: escolher quem roda (por enquanto, sempre A, uma vez)
    vmptrld [p_a]
    vmlaunch
    jmp     falhou

; O processador chega aqui depois de cada saída, com os registradores do convidado ainda dentro.
saida:
    ; FALTA: guardar os registradores do convidado que saiu
    ; FALTA: descobrir o motivo: CPUID responde e segue, VMCALL passa a vez, HLT e o resto encerram
    ; FALTA: escolher o próximo que ainda vive e entrar nele, com VMLAUNCH ou VMRESUME
    ; FALTA: quando não sobrar ninguém, sair da operação VMX com tudo devolvido
    termina

falhou:
    escreve "a entrada falhou", 10
    termina

; FALTA: o que o escalonador precisa lembrar de cada convidado

; Os convidados ficam no fim do arquivo: o corretor troca o que vem depois destes rótulos.
convidado_a:                            ; pouco trabalho
    mov     al, 'A'
    out     0xe9, al
    vmcall
    out     0xe9, al
    hlt

convidado_b:                            ; muito
    mov     r12d, 4
.outra:
    mov     al, 'b'
    out     0xe9, al
    vmcall
    dec     r12d
    jnz     .outra
    hlt

convidado_c:                            ; pergunta antes de trabalhar
    xor     eax, eax
    cpuid
    mov     al, 'c'
    out     0xe9, al
    vmcall
    mov     al, 'c'
    out     0xe9, al
    vmcall
    hlt
