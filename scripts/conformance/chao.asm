; Somas do chão em que todo programa começa: registradores, tabelas, memória dos convidados. RBX leva cada uma.
%include "vmx.inc"

%macro mostra 2                     ; registrador, número
    mov rbx, %1
    registra VALOR, %2
%endmacro

inicio:
    pushfq
    pop r15
    mostra r15, 1                   ; RFLAGS
    mostra rsp, 2
    mov rax, cr0
    mostra rax, 3
    mov rax, cr2
    mostra rax, 4
    mov rax, cr3
    mostra rax, 5
    mov rax, cr4
    mostra rax, 6
    mov rax, cr8
    mostra rax, 7
    mov ecx, 0xc0000080
    rdmsr
    mostra rax, 8                   ; EFER
    mov rax, dr6
    mostra rax, 9
    mov rax, dr7
    mostra rax, 10
    mov rax, dr0
    mostra rax, 11
    xor eax, eax
    mov ax, cs
    mostra rax, 12
    mov ax, ss
    mostra rax, 13
    mov ax, ds
    mostra rax, 14
    mov ax, fs
    mostra rax, 15
    str ax
    mostra rax, 16
    sgdt [0x1e000]
    mostra [0x1e000], 17
    mostra [0x1e002], 18
    sidt [0x1e000]
    mostra [0x1e000], 19
    mostra [0x1e002], 20
    mov qword [0x1e000], 0
    mov qword [0x1e008], 0

    mov rsi, 0x1000                 ; tabelas de página, sem os bits de acesso
    mov rdi, 0x9000
    mov r8, ~0x60
    call soma
    registra VALOR, 21
    mov rsi, 0x9000                 ; GDT
    mov rdi, 0x9050
    mov r8, -1
    call soma
    registra VALOR, 22
    mov rsi, 0x10000                ; regiões
    mov rdi, 0x20000
    call soma
    registra VALOR, 23
    mov rsi, 0x30000                ; convidado de 32 bits
    mov rdi, 0x40000
    call soma
    registra VALOR, 24
    mov rsi, 0x60000
    mov rdi, 0x80000
    call soma
    registra VALOR, 25
    mov rsi, 0x108000               ; memória livre depois deste programa
    mov rdi, 0x200000
    call soma
    registra VALOR, 26
    mov rsi, 0x200000
    mov rdi, 0x210000
    call soma
    registra VALOR, 27
    mov rsi, 0x210000
    mov rdi, 0x220000
    call soma
    registra VALOR, 28
    mov rsi, 0x220000
    mov rdi, 0x400000
    call soma
    registra VALOR, 29
    mov rsi, 0
    mov rdi, 0x1000
    call soma
    registra VALOR, 30
    mov ecx, 0x174
    rdmsr
    mostra rax, 31
    mov ecx, 0x277                  ; PAT
    rdmsr
    mostra rax, 32
    mov ecx, 0xc0000102
    rdmsr
    mostra rax, 33
    mov eax, 0xfee000f0             ; APIC local: SVR
    mov ebx, [rax]
    registra VALOR, 34
    escreve "Chão conferido: ção, ã, é, ü.", 10
    termina

; RBX = soma de [RSI] a [RDI], cada quadword (e com R8) girada pela posição.
soma:
    xor ebx, ebx
.mais:
    mov rax, [rsi]
    and rax, r8
    rol rbx, 1
    add rbx, rax
    add rsi, 8
    cmp rsi, rdi
    jb .mais
    ret
