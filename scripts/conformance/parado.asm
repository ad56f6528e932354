; HLT com as interrupções desligadas: a máquina para, e nada mais se diz.
%include "vmx.inc"
    registra 0, 1
    escreve "paro aqui"
    hlt
