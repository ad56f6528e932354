; O mesmo com outra arrumação: registradores na pilha do VMM, respostas numa tabela, convidado na memória de A.
%include "vmx.inc"
    liga_vmx
    vmxon   [p_vmxon]
    vmclear [p_a]
    vmptrld [p_a]
    mov     rsi, convidado_a
    mov     rdi, guest_a
    mov     ecx, 256
copia_o_convidado:
    mov     al, [rsi]
    mov     [rdi], al
    inc     rsi
    inc     rdi
    loop    copia_o_convidado
    vmcs_padrao guest_a, recebe
    mov     rbp, 1
    vmlaunch
    jmp     acabou
recebe:
    push    rax
    push    rcx
    push    rdx
    push    rbx
    mov     eax, EXIT_REASON
    vmread  rcx, rax
    cmp     ecx, 10
    jne     acabou
    mov     eax, [rsp + 24]
    mov     ecx, [rsp + 16]
    cpuid
    cmp     dword [rsp + 24], 1
    ja      pronto
    je      folha_um
    mov     ebx, [nome]
    mov     edx, [nome + 4]
    mov     ecx, [nome + 8]
    jmp     pronto
folha_um:
    btr     ecx, 5
    bts     ecx, 31
pronto:
    mov     [rsp + 24], rax
    mov     [rsp + 16], rcx
    mov     [rsp + 8], rdx
    mov     [rsp], rbx
    le      rax, VMEXIT_INSTRUCTION_LENGTH
    le      rcx, GUEST_RIP
    add     rcx, rax
    mov     edx, GUEST_RIP
    vmwrite rdx, rcx
    pop     rbx
    pop     rdx
    pop     rcx
    pop     rax
    vmresume
acabou:
    vmclear [p_a]
    vmxoff
    termina
nome: db "VanderpoolVM"
convidado_a:
    xor     eax, eax
    cpuid
    mov     eax, 1
    cpuid
    mov     eax, 0x80000001
    cpuid
    hlt
