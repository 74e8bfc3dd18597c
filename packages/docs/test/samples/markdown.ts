/** A fenced piece of code in a Markdown text. */
export interface Fence {
  readonly language: string;
  readonly code: string;
}

export const fencesOf = (text: string): Fence[] =>
  [...text.matchAll(/^ *```(\w*)[^\n]*\n(.*?)^ *```$/gms)].map(
    ([, language = "", code = ""]) => ({ language, code }),
  );

/** A file, or a region of one, that a page takes in. */
export interface Inclusion {
  readonly path: string;
  readonly region: string | undefined;
}

/** The code that a page of VitePress takes in: `<<< @/../samples/landing/mint.ts#region [title]`. */
export const snippetsOf = (page: string): Inclusion[] =>
  inclusions(
    page,
    /^ *<<< *(\S+?)(?:#([\w-]+))?(?:\{[^}]*\})?(?: *\[.*\])?$/gm,
  );

/** The texts that it takes in: `<!--@include: ../generated/errors.md-->`. */
export const includesOf = (page: string): Inclusion[] =>
  inclusions(page, /<!-- *@include: *(\S+?)(?:#([\w-]+))?(?:\{[^}]*\})? *-->/g);

const inclusions = (page: string, form: RegExp): Inclusion[] =>
  [...page.matchAll(form)].map(([, path = "", region]) => ({ path, region }));
