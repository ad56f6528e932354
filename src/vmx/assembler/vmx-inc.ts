export const VMX_INC = '';
