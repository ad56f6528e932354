// The public face of the bootable image: used by the page and by the terminal.
export { buildImage, stubBytes, IMAGE_BYTES, MAX_PROGRAMS, MAX_PROGRAM_BYTES } from './image.ts';
export type { ImageOptions, ImageProgram, ImageResult } from './image.ts';
export { recordLine, transcript } from './transcript.ts';
export type { Transcript, TranscriptOptions } from './transcript.ts';
