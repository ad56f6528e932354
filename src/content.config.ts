// The course's content as Astro collections: lessons, exercises and their statements, guides, reference.
import { dirname } from 'node:path/posix';
import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { readDefinition, type ExerciseDefinition } from '../graders/exercises/definition.ts';

/** `06-ciclo-de-vida.mdx` is the lesson `ciclo-de-vida`: the number only sorts the files in the folder. */
const slugOf = ({ entry }: { entry: string }) => entry.replace(/^\d+-/, '').replace(/\.mdx$/, '');

/** Each has an address `#fonte-<id>` on the page that cites it. */
const source = z.strictObject({ id: z.string(), texto: z.string(), url: z.url().optional() });

const licoes = defineCollection({
  loader: glob({ base: './content/licoes', pattern: '*.mdx', generateId: slugOf }),
  schema: z.strictObject({
    titulo: z.string(),
    /** Place in the course, from 1. */
    ordem: z.number().int().positive(),
    /** One sentence for the map and for search engines. */
    descricao: z.string(),
    /** What the reader will be able to do: each begins with a verb. */
    objetivos: z.array(z.string()).min(2),
    /** Reading time with the experiments, in minutes. */
    minutos: z.number().int().positive(),
    /** Paragraphs and figures of the source text that this lesson rewrites: `P9`, `Fig. 4`. */
    paragrafos: z.array(z.string().regex(/^(P\d+|Fig\. \d)$/)),
    fontes: z.array(source).min(1),
  }),
});

/** The folder of an exercise identifies both its definition and its statement: `vmx/01-entrar-e-sair`. */
const folderOf = ({ entry }: { entry: string }) => dirname(entry);

const exercicios = defineCollection({
  loader: glob({ base: './exercises', pattern: '**/exercicio.yaml', generateId: folderOf }),
  schema: z.unknown().transform((data, context): ExerciseDefinition => {
    const read = readDefinition(data);
    if (read.ok) return read.value;
    for (const message of read.errors) context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }),
});

const enunciados = defineCollection({
  loader: glob({ base: './exercises', pattern: '**/enunciado.mdx', generateId: folderOf }),
  schema: z.strictObject({}),
});

/** What one does on one's own computer, step by step. The page's address is `caminho`. */
const guias = defineCollection({
  loader: glob({ base: './content/guias', pattern: '*.mdx', generateId: slugOf }),
  schema: z.strictObject({
    titulo: z.string(),
    ordem: z.number().int().positive(),
    descricao: z.string(),
    caminho: z.string().regex(/^\/([a-z-]+\/)+$/),
    fontes: z.array(source).min(1),
  }),
});

const when = z.string();

/** An instruction's page in the reference: what the manual's page of it says, in short, and a program that shows it. */
const instrucoes = defineCollection({
  loader: glob({ base: './content/instrucoes', pattern: '*.mdx', generateId: slugOf }),
  schema: z.strictObject({
    titulo: z.string(),
    ordem: z.number().int().positive(),
    /** The group that lesson 5 puts it in. */
    grupo: z.enum(['operação', 'VMCS', 'convidado']),
    /** What it does, in one sentence. */
    resumo: z.string(),
    operandos: z.string(),
    /** Bytes, as the manual writes them. */
    codificacao: z.string(),
    /** What has to be true before it. */
    antes: z.array(z.string()).min(1),
    excecoes: z.array(z.strictObject({ nome: z.enum(['#UD', '#GP(0)', '#PF', '#SS']), quando: when })),
    /** `erro` is the number of VMfailValid; without it, VMfailInvalid. */
    falhas: z.array(z.strictObject({ erro: z.number().int().optional(), quando: when })),
    flags: z.string(),
    /** In non-root: the exit reason, if it leaves, and what is worth knowing. */
    saida: z.number().int().optional(),
    naoRoot: z.string(),
    secao: z.string(),
  }),
});

const glossario = defineCollection({
  loader: file('./content/glossario.yaml'),
  schema: z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    termo: z.string(),
    en: z.string(),
    /** Other ways of writing it in the lessons. */
    formas: z.array(z.string()).optional(),
    /** One paragraph. */
    texto: z.string(),
  }),
});

/** The paragraphs and figures of the text of 2005, in its order, by what they are about. */
const fonte = defineCollection({
  loader: file('./content/fonte.yaml'),
  schema: z.strictObject({ id: z.string(), assunto: z.string() }),
});

export const collections = { licoes, exercicios, enunciados, guias, instrucoes, glossario, fonte };
