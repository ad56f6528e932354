// The words of the editor's own panels and announcements, in Portuguese.
import { EditorState, type Extension } from '@codemirror/state';

/** The phrases that CodeMirror shows or has spoken, by their English text. */
export const PHRASES: Readonly<Record<string, string>> = {
  // view
  'Control character': 'Caractere de controle',
  // commands
  'Selection deleted': 'Seleção apagada',
  // autocomplete
  Completions: 'Sugestões',
  // lint
  Diagnostics: 'Erros e avisos',
  'No diagnostics': 'Nenhum erro',
  // search
  Find: 'Procurar',
  Replace: 'Trocar por',
  next: 'próxima',
  previous: 'anterior',
  all: 'selecionar todas',
  'match case': 'diferenciar maiúsculas',
  regexp: 'expressão regular',
  'by word': 'palavra inteira',
  replace: 'trocar',
  'replace all': 'trocar todas',
  close: 'fechar',
  'current match': 'trecho encontrado',
  'on line': 'na linha',
  'replaced match on line $': 'trecho da linha $ trocado',
  'replaced $ matches': '$ trechos trocados',
  'Go to line': 'Ir para a linha',
  go: 'ir',
};

export const phrases: Extension = EditorState.phrases.of(PHRASES);
