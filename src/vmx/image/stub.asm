; The boot stub of the bootable image: from the BIOS to 64-bit mode, builds the ground that every program stands on,
; runs the programs of the image one after the other and prints what they leave. NASM; the built bytes are in
; stub-bytes.ts (made by scripts/image-stub.ts). Ground: src/vmx/ground/ground.ts; formats: SDM vol. 3, 3.4.5, 6.14, 7.7.
;
; Where things are (physical = linear):
;   0x60000   the real-mode part, which leaves 0x7C00 (0x7000 to 0x7FFF belong to the ground)
;   0x70000   sectors on their way up
;   0x500000  the whole image as read from the disk; the 64-bit part runs there, above what a program may use
;   0x700000  variables, stacks, lines of the screen
; The ground ends at 0x400000: nothing of the stub is left below it, except the exception gates, the interrupt stack
; in the TSS and the two hooks of vmx.inc.

LOW             equ 0x60000
LOW_SEGMENT     equ 0x6000
BUFFER_SEGMENT  equ 0x7000
IMAGE           equ 0x500000
LOW_SIZE        equ 0xC00
LOW_SECTORS     equ LOW_SIZE / 512

PML4            equ 0x1000
PML4_OTHER      equ 0x7000
DIRECTORY_32    equ 0x8000
GDT             equ 0x9000
TSS             equ 0x9800
IDT             equ 0xA000
HOST_STACK      equ 0xE000
RECORD_HOOK     equ 0x50000     ; p_gancho of vmx.inc
TEXT_HOOK       equ 0x50008     ; p_gancho_texto
RECORDS         equ 0x40000     ; p_registros
PROGRAM         equ 0x100000
GROUND_END      equ 0x400000

FLAG_RESET      equ 1           ; hardware reset between programs (for emulators; see warm_start)
FLAG_LEAVE      equ 2           ; leave the emulator at the end (port 0x8900 of Bochs)

V               equ 0x700000
V_MAGIC         equ V + 0x00    ; says that the variables survived a reset
V_INDEX         equ V + 0x08    ; program that runs, from 0
V_OPEN          equ V + 0x10    ; not 0: the program's text did not end its line
V_RESUME        equ V + 0x18    ; where an expected exception goes on; 0: none is expected
V_RESUME_RSP    equ V + 0x20
V_HOOK_RSP      equ V + 0x28
V_ROW           equ V + 0x30    ; line being written
V_COLUMN        equ V + 0x38
V_UTF8          equ V + 0x40    ; first byte of a character of two
V_POINTER       equ V + 0x48
V_START         equ V + 0x50
V_VECTOR        equ V + 0x58
V_ERROR         equ V + 0x60
V_HAS_ERROR     equ V + 0x68
V_RUNNING       equ V + 0x70    ; 1 while a program runs
V_SERIAL        equ V + 0x78    ; 0: the serial port does not answer
V_TOP           equ V + 0x80    ; first line on the screen while reading back
V_FRAME         equ V + 0x100   ; RIP CS RFLAGS RSP SS
V_REGISTERS     equ V + 0x140   ; RAX RBX RCX RDX RSI RDI RBP R8 to R15
STACK           equ V + 0x10000
HOOK_STACK      equ V + 0x12000
GATE_STACK      equ V + 0x14000
LINES           equ V + 0x20000 ; 4096 lines of 80 cells
MAX_LINES       equ 4096
MAGIC           equ 0x564d582d5646414e

%macro print 1+                 ; print "text": on the screen, COM1 and port 0xE9. Keeps RBX, RBP, R8 to R15.
        call print_inline
        db %1, 0
%endmacro

; ---------------------------------------------------------------------------------------------- real mode, sector 0
section .low start=0 vstart=0
        bits 16
boot_sector:
        jmp short boot
        nop
        db "VANDERPL"
        ; A floppy of 1.44 MB with an empty FAT12: some BIOSes look before they boot.
        dw 512                  ; bytes a sector
        db 1                    ; sectors a cluster
bpb_reserved:
        dw 1                    ; sectors before the first FAT: the programs are there (written by image.ts)
        db 2                    ; FATs
        dw 224                  ; entries of the root directory
        dw 2880                 ; sectors
        db 0xF0                 ; media
        dw 9                    ; sectors a FAT
sectors_per_track:
        dw 18
heads:  dw 2
        dd 0                    ; hidden sectors
        dd 0
drive:  db 0
        db 0
        db 0x29
        dd 0x20051114
        db "VANDERPOOL "
        db "FAT12   "

boot:   cli
        cld
        xor ax, ax
        mov ds, ax
        mov si, 0x7C00
        mov ax, LOW_SEGMENT
        mov es, ax
        xor di, di
        mov cx, 256
        rep movsw
        jmp LOW_SEGMENT:.moved
.moved: mov ds, ax
        mov ss, ax
        mov sp, 0xFFF0
        mov [drive], dl
        sti
        call find_geometry
        mov bx, 512
        mov cx, LOW_SECTORS - 1
.next:  call read_some
        add [lba], cx
        mov ax, cx
        shl ax, 9
        add bx, ax
        mov cx, LOW_SECTORS
        sub cx, [lba]
        jnz .next
        jmp start

; A disk (DL >= 80H) may have the extensions of INT 13H; without them its geometry is not the floppy's.
find_geometry:
        mov dl, [drive]
        test dl, dl
        jns .done
        mov ah, 0x41
        mov bx, 0x55AA
        int 0x13
        jc .old
        cmp bx, 0xAA55
        jne .old
        test cl, 1
        jz .old
        mov byte [extended], 1
.done:  ret
.old:   push es
        xor di, di
        mov es, di
        mov dl, [drive]
        mov ah, 8
        int 0x13
        pop es
        jc .done
        and cx, 63
        jz .done
        mov [sectors_per_track], cx
        movzx cx, dh
        inc cx
        mov [heads], cx
        ret

; Reads up to CX sectors from [lba] on to ES:BX, not past the end of a track. Gives in CX how many.
read_some:
        mov byte [tries], 4
.again: push cx
        cmp byte [extended], 0
        je .track
        cmp cx, 32
        jbe .few
        mov cx, 32
.few:   mov [packet_count], cx
        mov [packet_to], bx
        mov [packet_to + 2], es
        mov si, packet
        mov ah, 0x42
        jmp .go
.track: mov eax, [lba]
        xor edx, edx
        movzx ebp, word [sectors_per_track]
        div ebp                 ; EAX = track, EDX = sector in it
        sub bp, dx
        cmp cx, bp
        jbe .fits
        mov cx, bp
.fits:  mov [packet_count], cx
        inc dx
        mov si, dx
        xor dx, dx
        movzx ebp, word [heads]
        div ebp                 ; EAX = cylinder, EDX = head
        mov ch, al
        mov cl, ah
        shl cl, 6
        or cx, si
        mov dh, dl
        mov al, [packet_count]
        mov ah, 2
.go:    mov dl, [drive]
        int 0x13
        pop cx
        jc .error
        mov cx, [packet_count]
        ret
.error: dec byte [tries]
        jz .give_up
        push cx
        xor ax, ax
        mov dl, [drive]
        int 0x13
        pop cx
        jmp .again
.give_up:
        mov si, text_disk
.letter:
        lodsb
        test al, al
        jz .wait
        mov ah, 0x0E
        mov bx, 7
        int 0x10
        jmp .letter
.wait:  xor ax, ax
        int 0x16
        int 0x19

text_disk:
        db "Vanderpool: erro ao ler o disco. Tecle algo para tentar de novo.", 0
extended:
        db 0
tries:  db 0
        align 4
packet: dw 16
packet_count:
        dw 0
packet_to:
        dd 0
lba:    dd 1
        dd 0

        times 446 - ($ - $$) db 0
        ; One active partition that covers the disk: a BIOS that takes the stick for a disk wants one.
        db 0x80, 0, 1, 0, 0x01, 1, 18, 79
        dd 0, 2880
        times 510 - ($ - $$) db 0
        dw 0xAA55

; ---------------------------------------------------------------------------------------------- real mode, the rest
        db "VANDERPOOL", 0, 0, 0, 0, 0, 1       ; offset 512; the last byte is the version of what follows
header: ; written by image.ts
image_sectors:
        dd LOW_SECTORS          ; to read, from sector 0 on
image_flags:
        dd 0
directory_at:
        dd 0                    ; offset of the directory in the image
program_count:
        dd 0

start:  mov ax, 3
        int 0x10
        mov ax, 0x1112          ; letters of 8 lines: 50 lines on the screen
        xor bx, bx
        int 0x10
        mov ah, 1
        mov cx, 0x2000          ; no cursor
        int 0x10
        call serial_start
        mov si, text_loading
        call say
        call check_processor
        call cold_a20
        ; The image goes up to 0x500000, a piece at a time.
        mov dword [lba], 0
        mov ax, BUFFER_SEGMENT
        mov es, ax
.read:  mov cx, [image_sectors]
        sub cx, [lba]
        jz .all
        xor bx, bx
        call read_some
        call copy_up
        add [lba], cx
        jmp .read
.all:   cmp byte [drive], 0x80
        jae .disk
        mov dx, 0x3F2           ; the floppy's motor
        mov al, 0x0C
        out dx, al
.disk:  xor ebp, ebp
        jmp go_long

; After a reset that this stub asked for (CMOS shutdown status 0AH): the BIOS jumps here without its self-test.
warm_start:
        cli
        cld
        mov ax, LOW_SEGMENT
        mov ds, ax
        mov ss, ax
        mov sp, 0xFFF0
        call serial_start
        call warm_a20
        mov ebp, 1

; To 64-bit mode. EBP: 0 the first time, 1 after a reset.
go_long:
        cli
        mov al, 0xFF
        out 0x21, al
        out 0xA1, al
        ; Linear = physical for 4 GiB in pages of 2 MiB, where the ground has its tables.
        xor ax, ax
        mov es, ax
        mov di, PML4
        mov cx, 0x6000 / 4
        xor eax, eax
        rep stosd
        mov dword [es:PML4], 0x2007
        mov di, 0x2000
        mov eax, 0x3007
.table: stosd
        add di, 4
        add eax, 0x1000
        cmp eax, 0x7007
        jne .table
        mov di, 0x3000
        mov eax, 0x87
        mov cx, 2048
.page:  stosd
        add di, 4
        add eax, 0x200000
        loop .page
        lgdt [gdt_pointer]
        mov eax, 0x20
        mov cr4, eax
        mov eax, PML4
        mov cr3, eax
        mov ecx, 0xC0000080
        mov eax, 0x100
        xor edx, edx
        wrmsr
        mov eax, 0x80010033
        mov cr0, eax
        jmp dword 8:entry64

; Copies CX sectors from the buffer to where sector [lba] belongs in memory. Keeps CX. Segment registers with a limit
; of 4 GiB come from a moment in protected mode.
copy_up:
        pushad
        push ds
        push es
        cli
        movzx ecx, cx
        shl ecx, 7
        mov esi, BUFFER_SEGMENT * 16
        mov edi, [lba]
        shl edi, 9
        add edi, IMAGE
        lgdt [gdt_pointer]
        mov eax, cr0
        or al, 1
        mov cr0, eax
        jmp short .protected
.protected:
        mov bx, 16
        mov ds, bx
        mov es, bx
        and al, 0xFE
        mov cr0, eax
        jmp short .real
.real:  a32 rep movsd
        pop es
        pop ds
        sti
        popad
        ret

check_processor:
        pushfd
        pop eax
        mov ecx, eax
        xor eax, 1 << 21        ; CPUID exists if this bit of EFLAGS can change
        push eax
        popfd
        pushfd
        pop eax
        xor eax, ecx
        bt eax, 21
        mov si, text_no_long_mode
        jnc refuse
        mov eax, 0x80000000
        cpuid
        cmp eax, 0x80000001
        mov si, text_no_long_mode
        jb refuse
        mov eax, 0x80000001
        cpuid
        bt edx, 29
        mov si, text_no_long_mode
        jnc refuse
        mov eax, 1
        cpuid
        bt ecx, 5
        mov si, text_no_vmx
        jnc refuse
        ret

; Says why nothing was run and waits for a key.
refuse: call say
        test byte [image_flags], FLAG_LEAVE
        jz .wait
        mov si, text_shutdown
        mov dx, 0x8900
.out:   lodsb
        out dx, al
        test al, al
        jnz .out
.wait:  sti
        xor ax, ax
        int 0x16
        jmp 0xFFFF:0

; Zero flag clear: the A20 line lets addresses above 1 MiB through.
test_a20:
        push ds
        push es
        xor ax, ax
        mov ds, ax
        dec ax
        mov es, ax
        mov ax, [0x500]
        not ax
        mov [es:0x510], ax
        cmp [0x500], ax
        pop es
        pop ds
        ret

warm_a20:
        call test_a20
        jne .done
        in al, 0x92
        or al, 2
        and al, 0xFE
        out 0x92, al
        mov cx, 0x1000
.wait:  call test_a20
        jne .done
        loop .wait
.done:  ret

cold_a20:
        call warm_a20
        call test_a20
        jne .done
        mov ax, 0x2401
        int 0x15
        cli
        call test_a20
        jne .done
        call .keyboard          ; the old way: the output port of the keyboard controller
        mov al, 0xD1
        out 0x64, al
        call .keyboard
        mov al, 0xDF
        out 0x60, al
        call .keyboard
        sti
        mov cx, 0xFFFF
.wait:  call test_a20
        jne .done
        loop .wait
        mov si, text_no_a20
        jmp refuse
.done:  sti
        ret
.keyboard:
        mov cx, 0xFFFF
.busy:  in al, 0x64
        test al, 2
        loopnz .busy
        ret

; COM1 at 115,200 bits a second, 8 bits, no parity.
serial_start:
        mov si, serial_settings
.next:  lodsb
        test al, al
        jz .done
        movzx dx, al
        add dx, 0x300
        lodsb
        out dx, al
        jmp .next
.done:  ret
serial_settings:
        db 0xF9, 0, 0xFB, 0x80, 0xF8, 1, 0xF9, 0, 0xFB, 3, 0xFA, 7, 0xFC, 3, 0

; The text at SI, on the screen, COM1 and port 0xE9.
say:    lodsb
        test al, al
        jz .done
        push si
        push ax
        out 0xE9, al
        mov cx, 0xFFFF
        mov dx, 0x3FD
.busy:  in al, dx
        test al, 0x20
        loopz .busy
        pop ax
        mov dx, 0x3F8
        out dx, al
        mov ah, 0x0E
        mov bx, 7
        int 0x10
        pop si
        jmp say
.done:  ret

text_loading:
        db "Vanderpool: carregando.", 13, 10, 0
text_no_long_mode:
        db "Este processador nao tem o modo de 64 bits (CPUID 80000001H, EDX bit 29 = 0).", 13, 10
        db "O programa nao foi executado. Tecle algo para reiniciar.", 13, 10, 0
text_no_vmx:
        db "Este processador (ou esta maquina virtual) nao oferece a VT-x da Intel:", 13, 10
        db "CPUID 1, ECX bit 5 (VMX) = 0. A AMD-V e outra extensao e nao serve aqui.", 13, 10
        db "No VirtualBox: Configuracoes, Sistema, Processador, habilite a VT-x/AMD-V aninhada.", 13, 10
        db "O programa nao foi executado. Tecle algo para reiniciar.", 13, 10, 0
text_no_a20:
        db "Nao consegui liberar a memoria acima de 1 MiB (linha A20).", 13, 10
        db "O programa nao foi executado. Tecle algo para reiniciar.", 13, 10, 0
text_shutdown:
        db "Shutdown", 0

        align 8
gdt:    dq 0
        dq 0x00AF9B000000FFFF   ; 64-bit code
        dq 0x00CF93000000FFFF   ; data
gdt_pointer:
        dw 23
        dd LOW + gdt

        times LOW_SIZE - ($ - $$) db 0

; ---------------------------------------------------------------------------------------------------- 64-bit mode
section .high follows=.low vstart=0x500C00
        bits 64
        default abs

; 64-bit mode, EBP = 1 after a reset that the stub asked for.
entry64:
        mov ax, 0x10
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov rsp, STACK
        mov rax, MAGIC
        test ebp, ebp
        jnz run_next
        ; A program that reset the machine (a triple fault) leaves the variables behind.
        cmp [V_MAGIC], rax
        jne .first
        cmp qword [V_RUNNING], 1
        jne .first
        mov qword [V_OPEN], 0
        print "fim: a máquina reiniciou sozinha", 10
        call refresh
        test byte [IMAGE + image_flags], FLAG_RESET
        jnz program_over
        ; On a real machine it may also have been the reader's hand: the program runs again, but not for ever.
        mov qword [V_RUNNING], 0
        print "Exceção tripla, ou o botão de reiniciar. Tecle algo para rodar de novo.", 10
        call refresh
.drop:  in al, 0x60
        in al, 0x64
        test al, 1
        jnz .drop
.key:   pause
        in al, 0x64
        test al, 1
        jz .key
        in al, 0x60
.first: mov edi, V
        mov ecx, 0x1000 / 8
        xor eax, eax
        rep stosq
        mov rax, MAGIC
        mov [V_MAGIC], rax
        mov qword [V_SERIAL], 1
        mov edi, LINES
        mov ecx, MAX_LINES * 160 / 8
        mov rax, 0x0720072007200720
        rep stosq
        print "Vanderpool: "
        mov eax, [IMAGE + program_count]
        call decimal
        print " programa(s)", 10
        test byte [IMAGE + image_flags], FLAG_RESET
        jnz reset               ; so that the first program finds what the others find

run_next:
        mov eax, [V_INDEX]
        cmp eax, [IMAGE + program_count]
        jae all_done
        test eax, eax
        jnz .build
        call machine_line
.build: call build_ground
        call reset_registers
        mov qword [V_START], PROGRAM
        print "programa "
        mov rax, [V_INDEX]
        inc rax
        call decimal
        print ": "
        call directory_entry
        lea rsi, [rbx + 8]
        call print_text
        mov al, 10
        call put
        call refresh
        mov qword [V_RUNNING], 1
        call tables             ; last: the stub's own accesses set bits in them
        mov rax, cr3
        mov cr3, rax
        push 2
        popfq
        xor eax, eax
        xor ebx, ebx
        xor ecx, ecx
        xor edx, edx
        xor esi, esi
        xor edi, edi
        xor ebp, ebp
%assign i 8
%rep 8
        xor r%[i]d, r%[i]d
%assign i i + 1
%endrep
        push 2
        popfq
        mov rsp, HOST_STACK
        jmp [V_START]

; RBX = entry of the running program in the directory: offset, size, name.
directory_entry:
        mov ebx, [V_INDEX]
        shl ebx, 6
        add ebx, [IMAGE + directory_at]
        add rbx, IMAGE
        ret

; ---- The ground (ground.ts says the same)
build_ground:
        call tables
        mov eax, PML4
        mov cr3, rax
        xor eax, eax
        xor edi, edi
        mov ecx, 0x1000 / 8
        rep stosq
        mov edi, GDT
        mov ecx, (0x80000 - GDT) / 8
        rep stosq
        mov edi, PROGRAM
        mov ecx, (GROUND_END - PROGRAM) / 8
        rep stosq
        call tables
        mov edi, GDT
        mov r8d, TSS
        call gdt64
        mov byte [GDT + 0x28 + 5], 0x89
        mov qword [TSS + 4], HOST_STACK - 0x400
        mov qword [TSS + 0x24], GATE_STACK      ; interrupt stack 1: exceptions are told whatever RSP is
        mov word [TSS + 0x66], 0x68
        ; Every vector has a gate: what the program does not handle is told.
        mov edi, IDT
        mov eax, gates
        mov ecx, 256
.gate:  mov edx, eax
        and edx, 0xFFFF
        or edx, 8 << 16
        mov [rdi], edx
        mov edx, eax
        and edx, 0xFFFF0000
        or edx, 0xEE01
        mov [rdi + 4], edx
        add edi, 16
        add eax, 5
        loop .gate
        mov r8d, 0x200000
.guest: call guest64
        add r8d, 0x10000
        cmp r8d, 0x230000
        jne .guest
        call guest32
        mov qword [RECORD_HOOK], record_hook
        mov qword [TEXT_HOOK], text_hook
        call directory_entry
        mov esi, [rbx]
        add rsi, IMAGE
        mov edi, PROGRAM
        mov ecx, [rbx + 4]
        rep movsb
        ret

; The page tables, with no bit set by an access.
tables: mov eax, 0x2007
        mov edi, PML4
        call .one
        mov edi, PML4_OTHER
        call .one
        mov edi, 0x2000
        call .one
        mov eax, 0x3007
        mov edi, 0x2000
.table: mov [rdi], rax
        add edi, 8
        add eax, 0x1000
        cmp eax, 0x7007
        jne .table
        mov edi, 0x3000
        mov eax, 0x87
        mov ecx, 2048
.page:  stosq
        add rax, 0x200000
        loop .page
        mov edi, DIRECTORY_32
        mov eax, 0x87
        mov ecx, 1024
.large: stosd
        add eax, 0x400000
        loop .large
        ret
.one:   mov [rdi], rax          ; a page with one entry
        add edi, 8
        push rax
        xor eax, eax
        mov ecx, 511
        rep stosq
        pop rax
        ret

; A GDT at EDI with a busy TSS at R8D.
gdt64:  mov esi, .table
        mov ecx, 10
        push rdi
        rep movsq
        pop rdi
        mov eax, r8d
        mov [rdi + 0x28 + 2], ax
        shr eax, 16
        mov [rdi + 0x28 + 4], al
        mov [rdi + 0x28 + 7], ah
        ret
.table: dq 0, 0x00AF9B000000FFFF, 0x00CF93000000FFFF, 0x00CF9B000000FFFF, 0x00CF93000000FFFF
        dq 0x00008B0000000067, 0, 0x00AFFB000000FFFF, 0x00CFF3000000FFFF, 0

; Bit n: vector n pushes an error code.
WITH_ERROR      equ 0x27D00

; A 64-bit guest's tables and handlers at R8D: VMCALL, drop the error code if there is one, IRETQ.
guest64:
        lea rdi, [r8 + 0x3000]
        add r8d, 0x3800
        call gdt64
        sub r8d, 0x3800
        lea rax, [r8 + 0x4F00]
        mov [r8 + 0x3804], rax
        mov word [r8 + 0x3866], 0x68
        xor ecx, ecx
.next:  mov eax, ecx
        shl eax, 4
        lea rdi, [r8 + rax + 0x1000]
        mov dword [rdi], 0x48C1010F
        mov byte [rdi + 4], 0xCF
        mov edx, WITH_ERROR
        cmp ecx, 32
        jae .gate
        bt edx, ecx
        jnc .gate
        mov dword [rdi + 3], 0x08C48348
        mov word [rdi + 7], 0xCF48
.gate:  lea rsi, [r8 + rax + 0x2000]
        mov [rsi], di
        mov word [rsi + 2], 8
        mov eax, 0x8E00
        cmp ecx, 3
        je .user
        cmp ecx, 4
        je .user
        cmp ecx, 32
        jb .system
.user:  mov eax, 0xEE00
.system:
        mov [rsi + 4], ax
        shr edi, 16
        mov [rsi + 6], di
        inc ecx
        cmp ecx, 256
        jne .next
        ret

; The base of 32-bit and virtual-8086 guests.
guest32:
        mov r8d, 0x30000
        mov esi, .table
        lea rdi, [r8 + 0x3000]
        mov ecx, 8
        rep movsq
        mov dword [r8 + 0x3804], 0x34F00
        mov dword [r8 + 0x3808], 0x10
        mov word [r8 + 0x3866], 0x68
        xor ecx, ecx
.next:  mov eax, ecx
        shl eax, 4
        lea rdi, [r8 + rax + 0x1000]
        mov dword [rdi], 0xCFC1010F
        mov edx, WITH_ERROR
        cmp ecx, 32
        jae .gate
        bt edx, ecx
        jnc .gate
        mov dword [rdi + 3], 0xCF04C483
.gate:  lea rsi, [r8 + rcx * 8 + 0x2000]
        mov [rsi], di
        mov word [rsi + 2], 8
        mov word [rsi + 4], 0xEE00
        shr edi, 16
        mov [rsi + 6], di
        inc ecx
        cmp ecx, 256
        jne .next
        ret
.table: dq 0, 0x00CF9B000000FFFF, 0x00CF93000000FFFF, 0x00CF9B000000FFFF, 0x00CF93000000FFFF
        dq 0x00008B0338000067, 0x00CFFB000000FFFF, 0x00CFF3000000FFFF

; Registers as a boot loader leaves them, also after a program that changed them.
reset_registers:
        lgdt [.gdtr]
        lidt [.idtr]
        mov eax, PML4
        mov cr3, rax
        mov rax, 0x80010033
        mov cr0, rax
        mov eax, 0x20
        mov cr4, rax
        xor eax, eax
        lldt ax
        mov cr2, rax
        mov cr8, rax
        mov dr0, rax
        mov dr1, rax
        mov dr2, rax
        mov dr3, rax
        mov eax, 0xFFFF0FF0
        mov dr6, rax
        mov eax, 0x400
        mov dr7, rax
        mov ax, 0x28
        ltr ax
        mov byte [GDT + 0x28 + 5], 0x89         ; as the ground has it; the processor does not look again
        mov ax, 0x10
        mov ds, ax
        mov es, ax
        mov fs, ax
        mov gs, ax
        mov ss, ax
        mov esi, .msrs
.msr:   mov ecx, [rsi]
        test ecx, ecx
        jz .apic
        mov eax, [rsi + 4]
        mov edx, [rsi + 8]
        add esi, 12
        mov qword [V_RESUME], .msr              ; one that this processor does not have is left alone
        mov [V_RESUME_RSP], rsp
        wrmsr
        jmp .msr
.apic:  mov qword [V_RESUME], 0
        mov ecx, 0x1B
        rdmsr
        and eax, 0xC00
        cmp eax, 0x800
        jne .done
        mov edi, 0xFEE000F0
        mov dword [rdi], 0x1FF
.done:  ret
.gdtr:  dw 0x7FF
        dq GDT
.idtr:  dw 0xFFF
        dq IDT
.msrs:  dd 0xC0000080, 0x500, 0
        dd 0x174, 0, 0, 0x175, 0, 0, 0x176, 0, 0
        dd 0xC0000081, 0, 0, 0xC0000082, 0, 0, 0xC0000083, 0, 0, 0xC0000084, 0, 0, 0xC0000102, 0, 0
        dd 0x277, 0x00070406, 0x00070406, 0x1D9, 0, 0
        dd 0

; What belongs to this machine alone: said, never compared.
machine_line:
        print "máquina: IA32_VMX_BASIC="
        mov ecx, 0x480
        call read_msr
        call hexadecimal
        print 10, "máquina: IA32_FEATURE_CONTROL="
        mov ecx, 0x3A
        call read_msr
        mov rbx, rax
        call hexadecimal
        test bl, 1
        jnz .locked
        print " (destravado)", 10
        jmp refresh
.locked:
        test bl, 4
        jnz .allowed
        print " (travado com o bit 2 em 0)", 10
        print "máquina: o firmware proíbe VMXON; habilite a VT-x na configuração dele.", 10
        jmp refresh
.allowed:
        print " (travado com o bit 2 em 1: pode VMXON)", 10
        jmp refresh

; RAX = MSR number ECX, one that every VMX processor has: there are no gates yet.
read_msr:
        rdmsr
        shl rdx, 32
        or rax, rdx
        ret

; ---- What a program leaves behind

; One gate a vector, 5 bytes each: the return address tells which.
gates:
%rep 256
        call strict near gate
%endrep
gates_end:

; On the interrupt stack, which starts on a multiple of 16: RSP tells whether there is an error code (SDM 6.14.2).
gate:   cmp qword [V_RESUME], 0
        jne .expected
        mov [V_REGISTERS + 0], rax
        mov [V_REGISTERS + 8], rbx
        mov [V_REGISTERS + 16], rcx
        mov [V_REGISTERS + 24], rdx
        mov [V_REGISTERS + 32], rsi
        mov [V_REGISTERS + 40], rdi
        mov [V_REGISTERS + 48], rbp
%assign i 8
%rep 8
        mov [V_REGISTERS + 56 + 8 * (i - 8)], r%[i]
%assign i i + 1
%endrep
        cld
        pop rax
        sub rax, gates + 5
        xor edx, edx
        mov ecx, 5
        div ecx
        mov [V_VECTOR], rax
        xor eax, eax
        mov [V_HAS_ERROR], rax
        test spl, 8
        jnz .frame
        inc qword [V_HAS_ERROR]
        pop qword [V_ERROR]
.frame: mov rsi, rsp
        mov edi, V_FRAME
        mov ecx, 5
        rep movsq
        mov rsp, STACK
        cmp qword [V_RUNNING], 1
        je .program
        print "Vanderpool: exceção dentro do programa de partida", 10
.program:
        call open_line
        mov rax, [V_VECTOR]
        cmp eax, 0x60
        jne .exception
        sub qword [V_FRAME], 2
        print "fim: termina"
        jmp .where
.exception:
        print "fim: exceção sem tratador: vetor="
        call decimal
        cmp qword [V_HAS_ERROR], 0
        je .where
        print " erro="
        mov rax, [V_ERROR]
        call hexadecimal
.where: print " rip="
        mov rax, [V_FRAME]
        call hexadecimal
        mov al, 10
        call put
        call state_lines
        jmp program_over
.expected:
        mov rsp, [V_RESUME_RSP]
        push qword [V_RESUME]
        mov qword [V_RESUME], 0
        ret

; VMX operation, current VMCS, control registers, general registers.
state_lines:
        print "estado: vmx="
        mov rax, cr4
        bt eax, 13
        jnc .outside
        mov qword [V_RESUME], .outside          ; outside VMX operation VMPTRST is an invalid opcode
        mov [V_RESUME_RSP], rsp
        vmptrst [V_POINTER]
        mov qword [V_RESUME], 0
        print "sim vmcs="
        mov rax, [V_POINTER]
        cmp rax, -1
        je .none
        call hexadecimal
        jmp .control
.none:  print "nenhuma"
        jmp .control
.outside:
        print "não"
.control:
        print " cr0="
        mov rax, cr0
        call hexadecimal
        print " cr3="
        mov rax, cr3
        call hexadecimal
        print " cr4="
        mov rax, cr4
        call hexadecimal
        print 10, "estado: rflags="
        mov rax, [V_FRAME + 16]
        btr rax, 16                             ; RF says only that there was a fault
        call hexadecimal
        print " rsp="
        mov rax, [V_FRAME + 24]
        call hexadecimal
        mov rbx, .names
        xor r12d, r12d
        xor r13d, r13d
.next:  dec r13d                                ; three to a line of 80 columns
        jns .same
        mov r13d, 2
        mov al, 10
        call put
        print "estado:"
.same:  mov al, ' '
        call put
        mov rsi, rbx
        call print_text
        mov rbx, rsi
        mov al, '='
        call put
        mov rax, [V_REGISTERS + r12 * 8]
        call hexadecimal
        inc r12d
        cmp r12d, 15
        jne .next
        mov al, 10
        call put
        jmp refresh
.names: db "rax", 0, "rbx", 0, "rcx", 0, "rdx", 0, "rsi", 0, "rdi", 0, "rbp", 0
        db "r8", 0, "r9", 0, "r10", 0, "r11", 0, "r12", 0, "r13", 0, "r14", 0, "r15", 0

; On to the next program, through a reset or without one.
program_over:
        mov qword [V_RUNNING], 0
        inc qword [V_INDEX]
        mov eax, [V_INDEX]
        cmp eax, [IMAGE + program_count]
        jae all_done
        test byte [IMAGE + image_flags], FLAG_RESET
        jnz reset
        mov rax, cr4
        bt eax, 13
        jnc .off
        mov qword [V_RESUME], .off
        mov [V_RESUME_RSP], rsp
        vmxoff
.off:   mov qword [V_RESUME], 0
        jmp run_next

; A hardware reset that comes back to warm_start: shutdown status 0AH of the CMOS, address at 40:67H.
reset:  mov ecx, 0x10000                        ; the last characters are still on their way out of COM1
        mov dx, 0x3FD
.sent:  in al, dx
        test al, 0x40
        loopz .sent
        mov esi, IMAGE
        mov edi, LOW
        mov ecx, LOW_SIZE / 8
        rep movsq
        mov dword [0x467], (LOW_SEGMENT << 16) + warm_start
        mov al, 0x0F
        out 0x70, al
        mov al, 0x0A
        out 0x71, al
        mov dx, 0xCF9
        mov al, 2
        out dx, al
        mov al, 6
        out dx, al
.wait:  hlt
        jmp .wait

all_done:
        print "Vanderpool: fim da imagem", 10
        call refresh
        test byte [IMAGE + image_flags], FLAG_LEAVE
        jz read_back
        mov esi, IMAGE + text_shutdown
        mov dx, 0x8900
.out:   lodsb
        out dx, al
        test al, al
        jnz .out

; The screen shows the last 50 lines; the keys show the others (keyboard controller, scan codes of set 1).
read_back:
        mov rax, [V_ROW]
        sub rax, 49
        jns .top
        xor eax, eax
.top:   mov [V_TOP], rax
.key:   pause
        in al, 0x64
        test al, 1
        jz .key
        mov ah, al
        in al, 0x60
        test ah, 0x20                           ; the mouse's
        jnz .key
        mov rdx, [V_TOP]
        mov ecx, 1
        cmp al, 0x48                            ; up
        je .up
        cmp al, 0x50                            ; down
        je .down
        mov ecx, 40
        cmp al, 0x49                            ; page up
        je .up
        cmp al, 0x51                            ; page down
        je .down
        mov ecx, MAX_LINES
        cmp al, 0x47                            ; home
        je .up
        cmp al, 0x4F                            ; end
        je .down
        jmp .key
.up:    sub rdx, rcx
        jns .show
        xor edx, edx
        jmp .show
.down:  add rdx, rcx
        mov rcx, [V_ROW]
        sub rcx, 49
        jns .last
        xor ecx, ecx
.last:  cmp rdx, rcx
        jbe .show
        mov rdx, rcx
.show:  mov [V_TOP], rdx
        mov rax, rdx
        call draw
        jmp .key

; ---- The hooks of vmx.inc: called by the program on its own stack; everything is kept.
%macro save_all 0
        mov [V_HOOK_RSP], rsp
        mov rsp, HOOK_STACK
        pushfq
        push rax
        push rbx
        push rcx
        push rdx
        push rsi
        push rdi
        push rbp
%assign i 8
%rep 8
        push r%[i]
%assign i i + 1
%endrep
        cld
%endmacro
%macro restore_all 0
%assign i 15
%rep 8
        pop r%[i]
%assign i i - 1
%endrep
        pop rbp
        pop rdi
        pop rsi
        pop rdx
        pop rcx
        pop rbx
        pop rax
        popfq
        mov rsp, [V_HOOK_RSP]
        ret
%endmacro

; RDI = a record of `registra`: line, what was asked for, flags, error, reason, qualification, length, RIP, value.
record_hook:
        save_all
        mov rbx, rdi
        call open_line
        print "registro "
        lea rax, [rbx - RECORDS]
        shr rax, 6
        inc rax
        call decimal
        print ": linha="
        mov eax, [rbx]
        call decimal
        print " flags="
        mov r12, [rbx + 8]
        mov esi, .flags
        xor r13d, r13d
.flag:  movzx ecx, byte [rsi]
        cmp ecx, 0xFF
        je .none
        bt r12, rcx
        jnc .clear
        mov al, [rsi + 1]
        call put
        inc r13d
.clear: add rsi, 2
        jmp .flag
.none:  test r13d, r13d
        jnz .error
        mov al, '-'
        call put
.error: bt r12d, 6
        jnc .exit
        print " erro="
        mov rax, [rbx + 16]
        call decimal
.exit:  test byte [rbx + 4], 1
        jz .value
        print " motivo="
        movzx eax, word [rbx + 24]
        call decimal
        mov r12, [rbx + 24]
        bt r12, 31
        jnc .entered
        print "(entrada falhou)"
.entered:
        print " qualificação="
        mov rax, [rbx + 32]
        call hexadecimal
        cmp r12, 63
        ja .rip
        mov rax, WITH_LENGTH
        bt rax, r12
        jnc .rip
        print " tamanho="
        mov rax, [rbx + 40]
        call decimal
.rip:   print " rip="
        mov rax, [rbx + 48]
        call hexadecimal
.value: test byte [rbx + 4], 2
        jz .end
        print " valor="
        mov rax, [rbx + 56]
        call hexadecimal
.end:   mov al, 10
        call put
        call refresh
        restore_all
.flags: db 0, "C", 2, "P", 4, "A", 6, "Z", 7, "S", 11, "O", 0xFF

; Exit reasons whose instruction length the manual defines whatever happened (SDM 27.2.4): CPUID to VMXON, CR, DR,
; I/O, MSRs, MWAIT, MONITOR, PAUSE, descriptor tables, INVEPT, RDTSCP, INVVPID, WBINVD, XSETBV, RDRAND, INVPCID, VMFUNC,
; ENCLS, RDSEED, XSAVES.
WITH_LENGTH equ 0xBEECC191FFFFFC00

; RSI = a text that the program has just written to port 0xE9: COM1 and the screen get it too.
text_hook:
        save_all
        xor ebx, ebx
.next:  lodsb
        test al, al
        jz .end
        mov bl, al
        call put_again
        jmp .next
.end:   test bl, bl
        jz .empty
        cmp bl, 10
        setne bl
        mov [V_OPEN], rbx
.empty: call refresh
        restore_all

; ---- Printing

; Ends the line that the program's text left open.
open_line:
        cmp qword [V_OPEN], 0
        je .done
        mov qword [V_OPEN], 0
        push rax
        mov al, 10
        call put
        pop rax
.done:  ret

; The text after the call.
print_inline:
        xchg rsi, [rsp]
        push rax
        call print_text
        pop rax
        xchg rsi, [rsp]
        ret

; The text at RSI; RSI then follows its end. Destroys RAX.
print_text:
        lodsb
        test al, al
        jz .done
        call put
        jmp print_text
.done:  ret

; RAX in decimal. Destroys RAX, RCX, RDX.
decimal:
        mov ecx, 10
        xor edx, edx
        div rcx
        push rdx
        test rax, rax
        jz .digit
        call decimal
.digit: pop rax
        add al, '0'
        jmp put

; RAX in hexadecimal, without zeros before it. Destroys RAX, RCX.
hexadecimal:
        print "0x"
.next:  mov rcx, rax
        shr rax, 4
        push rcx
        jz .digit
        call .next
.digit: pop rax
        and al, 15
        add al, '0'
        cmp al, '9'
        jbe put
        add al, 'a' - '0' - 10
        ; falls through

; The byte AL to port 0xE9, COM1 and the screen. Keeps everything.
put:    out 0xE9, al
put_again:
        push rax
        push rcx
        push rdx
        push rdi
        push rsi
        cmp al, 10
        jne .one
        mov ah, 13
        call serial
        mov al, 10
.one:   mov ah, al
        push rax
        call serial
        pop rax
        call screen
        pop rsi
        pop rdi
        pop rdx
        pop rcx
        pop rax
        ret

; The byte AH to COM1, unless it has stopped answering.
serial: cmp qword [V_SERIAL], 0
        je .done
        mov ecx, 0x10000
        mov dx, 0x3FD
.busy:  in al, dx
        test al, 0x20
        jnz .ready
        loop .busy
        mov qword [V_SERIAL], 0
.done:  ret
.ready: mov dx, 0x3F8
        mov al, ah
        out dx, al
        ret

; The byte AL (UTF-8) to the lines of the screen, in code page 437 as far as that has the letter.
screen: cmp al, 10
        je .line
        cmp al, 13
        je .done
        cmp al, 0xC0
        jae .first
        cmp al, 0x80
        jb .cell
        cmp byte [V_UTF8], 0xC3
        mov byte [V_UTF8], 0
        mov ah, '?'
        jne .other
        movzx edx, al
        mov ah, [letters + rdx - 0x80]
.other: mov al, ah
        jmp .cell
.first: mov [V_UTF8], al
        ret
.cell:  mov ah, 7
        imul edi, [V_ROW], 160
        mov edx, [V_COLUMN]
        mov [LINES + rdi + rdx * 2], ax
        inc edx
        mov [V_COLUMN], edx
        cmp edx, 80
        jne .done
.line:  mov qword [V_COLUMN], 0
        inc qword [V_ROW]
        cmp qword [V_ROW], MAX_LINES
        jne .done
        ; Full: the older half goes.
        mov edi, LINES
        mov esi, LINES + MAX_LINES / 2 * 160
        mov ecx, MAX_LINES / 2 * 160 / 8
        rep movsq
        mov ecx, MAX_LINES / 2 * 160 / 8
        mov rax, 0x0720072007200720
        rep stosq
        mov qword [V_ROW], MAX_LINES / 2
.done:  ret

; U+00C0 to U+00FF; a letter that code page 437 lacks goes without its accent.
letters:
        db "AAAA", 0x8E, 0x8F, 0x92, 0x80, "E", 0x90, "EEIIII"
        db "D", 0xA5, "OOOO", 0x99, "x", "OUUU", 0x9A, "Y?", 0xE1
        db 0x85, 0xA0, 0x83, "a", 0x84, 0x86, 0x91, 0x87, 0x8A, 0x82, 0x88, 0x89, 0x8D, 0xA1, 0x8C, 0x8B
        db "d", 0xA4, 0x95, 0xA2, 0x93, "o", 0x94, 0xF6, "o", 0x97, 0xA3, 0x96, 0x81, "y?", 0x98

; Draws the last 50 lines.
refresh:
        mov eax, [V_ROW]
        sub eax, 49
        jns draw
        xor eax, eax
; Draws 50 lines from line RAX on.
draw:   imul esi, eax, 160
        add esi, LINES
        mov edi, 0xB8000
        mov ecx, 50 * 160 / 8
        rep movsq
        ret

        align 512, db 0
