; Outro desenho: fila por saltos, começa por C, passa a vez até no CPUID, devolve a VMCS a cada troca e lança sempre.
%include "vmx.inc"
    liga_vmx
    vmxon   [p_vmxon]
    vmclear [p_d]
    vmptrld [p_d]
    vmcs_padrao convidado_a, saiu, A
    vmclear [p_d]
    vmclear [p_b]
    vmptrld [p_b]
    vmcs_padrao convidado_b, saiu, B
    vmclear [p_b]
    vmclear [p_c]
    vmptrld [p_c]
    vmcs_padrao convidado_c, saiu, C
    vmclear [p_c]
    mov     qword [vez], quadro_c
    jmp     roda
saiu:
    mov     [rascunho], rbx
    mov     rbx, [vez]
    mov     [rbx + 24], rax
    mov     [rbx + 32], rcx
    mov     [rbx + 40], rdx
    mov     [rbx + 48], rsi
    mov     [rbx + 56], rdi
    mov     [rbx + 64], rbp
    mov     [rbx + 72], r8
    mov     [rbx + 80], r9
    mov     [rbx + 88], r10
    mov     [rbx + 96], r11
    mov     [rbx + 104], r12
    mov     [rbx + 112], r13
    mov     [rbx + 120], r14
    mov     [rbx + 128], r15
    mov     rax, [rascunho]
    mov     [rbx + 136], rax
    le      rax, EXIT_REASON
    cmp     eax, 18
    je      adianta
    cmp     eax, 10
    jne     morre
    mov     rbp, rbx
    mov     eax, [rbp + 24]
    mov     ecx, [rbp + 32]
    cpuid
    mov     [rbp + 24], rax
    mov     [rbp + 136], rbx
    mov     [rbp + 32], rcx
    mov     [rbp + 40], rdx
    mov     rbx, rbp
adianta:
    avanca
    jmp     troca
morre:
    mov     qword [rbx + 16], 0
troca:
    vmclear [rbx]
    mov     ecx, 3
outro:
    mov     rbx, [rbx + 8]
    cmp     qword [rbx + 16], 0
    jne     achou
    loop    outro
    vmxoff
    termina
achou:
    mov     [vez], rbx
roda:
    mov     rbx, [vez]
    vmptrld [rbx]
    mov     rax, [rbx + 24]
    mov     rcx, [rbx + 32]
    mov     rdx, [rbx + 40]
    mov     rsi, [rbx + 48]
    mov     rdi, [rbx + 56]
    mov     rbp, [rbx + 64]
    mov     r8, [rbx + 72]
    mov     r9, [rbx + 80]
    mov     r10, [rbx + 88]
    mov     r11, [rbx + 96]
    mov     r12, [rbx + 104]
    mov     r13, [rbx + 112]
    mov     r14, [rbx + 120]
    mov     r15, [rbx + 128]
    mov     rbx, [rbx + 136]
    vmlaunch
    ud2
rascunho: dq 0
vez: dq 0
quadro_a: dq vmcs_d, quadro_b, 1
    times 15 dq 0
quadro_b: dq vmcs_b, quadro_c, 1
    times 15 dq 0
quadro_c: dq vmcs_c, quadro_a, 1
    times 15 dq 0
convidado_a:
    vmcall
    hlt
convidado_b:
    xor     eax, eax
    cpuid
    vmcall
    hlt
convidado_c:
    vmcall
    vmcall
    hlt
