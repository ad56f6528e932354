; falha: rodam
; Só dois convidados entram na fila.
%include "vmx.inc"

QUANTOS equ 2

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

; Escolhe o próximo convidado vivo depois do atual, dando a volta.
proximo:
    mov     rbx, [atual]
    mov     ecx, QUANTOS
.procura:
    inc     rbx
    cmp     rbx, QUANTOS
    jb      .existe
    xor     ebx, ebx
.existe:
    cmp     byte [vivo + rbx], 0
    jne     .achou
    loop    .procura
    vmxoff                              ; ninguém vivo: as três VMCS já foram devolvidas
    termina
.achou:
    mov     [atual], rbx
    vmptrld [p_a + rbx*8]
    mov     rax, rbx
    shl     rax, 7                      ; 128 bytes de registradores para cada um
    add     rax, regs_A
    mov     [vmx_corrente], rax

; Entra no convidado atual: a primeira vez com VMLAUNCH, as outras com VMRESUME.
entra:
    mov     rbx, [atual]
    cmp     byte [lancado + rbx], 0
    jne     .retoma
    mov     byte [lancado + rbx], 1
    repoe_corrente
    vmlaunch
    jmp     falhou
.retoma:
    repoe_corrente
    vmresume
    jmp     falhou

; O processador chega aqui depois de cada saída, com os registradores do convidado ainda dentro.
saida:
    guarda_corrente
    le      rax, EXIT_REASON
    cmp     rax, EXIT_CPUID
    je      responde
    cmp     rax, EXIT_VMCALL
    je      cede
    mov     rbx, [atual]                ; HLT ou outra coisa: acabou
    mov     byte [vivo + rbx], 0
    vmclear [p_a + rbx*8]
    jmp     proximo

cede:
    avanca
    jmp     proximo

responde:
    mov     rsi, [vmx_corrente]
    mov     eax, [rsi + 0]
    mov     ecx, [rsi + 16]
    cpuid
    mov     [rsi + 0], rax
    mov     [rsi + 8], rbx
    mov     [rsi + 16], rcx
    mov     [rsi + 24], rdx
    avanca
    jmp     entra

falhou:
    escreve "a entrada falhou", 10
    termina

atual:   dq QUANTOS - 1                 ; o próximo é o de número 0
vivo:    db 1, 1, 1
lancado: db 0, 0, 0

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
