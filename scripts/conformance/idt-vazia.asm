; Uma IDT sem nada: a exceção vira dupla, depois tripla, e a máquina reinicia.
%include "vmx.inc"
    registra 0, 1
    lidt [idtr]
    ud2
idtr:
    dw 0
    dq 0x1e000
