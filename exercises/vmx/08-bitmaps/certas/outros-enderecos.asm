; Com os bitmaps em páginas do próprio programa, bits postos com BTS e o controle gravado por inteiro.
%include "vmx.inc"
    jmp     comeca
    align   4096
portas_baixas: times 4096 db 0
portas_altas: times 4096 db 0
msrs: times 4096 db 0
comeca:
    liga_vmx
    vmxon   [p_vmxon]
    vmclear [p_a]
    vmptrld [p_a]
    vmcs_padrao convidado_a, saida
    grava   IO_BITMAP_A_ADDR, portas_baixas
    grava   IO_BITMAP_B_ADDR, portas_altas
    grava   MSR_BITMAP_ADDR, msrs
    mov     ecx, 0x3f8
outra:
    bts     [portas_baixas], ecx
    inc     ecx
    cmp     ecx, 0x400
    jb      outra
    mov     ecx, 0x1b
    bts     [msrs], ecx
    mov     ecx, 0x80
    bts     [msrs + 3072], ecx
    grava   PRIMARY_PROC_BASED_CONTROLS, 0x401e1f2 | (1 << 25) | (1 << 28)
    vmlaunch
    jmp     fim
saida:
    push    rax
    push    rdx
    push    rcx
    le      rax, EXIT_REASON
    cmp     al, 12
    je      fim
    cmp     al, 31
    jne     adiante
    mov     qword [rsp + 16], 0
    mov     qword [rsp + 8], 0
adiante:
    avanca
    pop     rcx
    pop     rdx
    pop     rax
    vmresume
fim:
    vmclear [p_a]
    vmxoff
    termina
convidado_a:
    mov     dx, 0x3f8
    out     dx, al
    hlt
