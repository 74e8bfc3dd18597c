import type { DefaultTheme, MarkdownOptions } from "vitepress";

type Markdown = Parameters<NonNullable<MarkdownOptions["config"]>>[0];
type SearchRender = NonNullable<DefaultTheme.LocalSearchOptions["_render"]>;

/** Shows the name of a file above its code: `<<< @/../samples/landing/mint.ts [mint.ts]`. A code group has tabs for that. */
export function filenames(markdown: Markdown) {
  const { fence } = markdown.renderer.rules;
  if (!fence) throw new Error("VitePress renders no code.");
  markdown.core.ruler.push("filenames", ({ tokens }) => {
    let inGroup = false;
    for (const token of tokens) {
      if (token.type === "container_code-group_open") inGroup = true;
      if (token.type === "container_code-group_close") inGroup = false;
      if (token.type !== "fence" || inGroup) continue;
      const [, name] = /\[(.+)\]\s*$/.exec(token.info) ?? [];
      // A reader types a script of the shell, and does not save it.
      const isTyped = name?.endsWith(".sh") ?? /^sh\b/.test(token.info);
      token.meta = { ...token.meta, filename: isTyped ? "Terminal" : name };
    }
  });
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const code = fence(tokens, index, ...rest);
    const name: string | undefined = tokens[index]?.meta?.filename;
    return name
      ? `<div class="named-code"><div class="filename">${markdown.utils.escapeHtml(name)}</div>${code}</div>`
      : code;
  };
}

/** Gives each cell the name of its column, which stands before it where a table's rows are stacked. */
export function columnNames(markdown: Markdown) {
  markdown.core.ruler.push("column-names", ({ tokens }) => {
    let names: string[] = [];
    let column = 0;
    for (const [index, token] of tokens.entries()) {
      if (token.type === "table_open") names = [];
      if (token.type === "tr_open") column = 0;
      if (token.type === "th_open") {
        names.push(
          tokens[index + 1]?.children?.map(({ content }) => content).join("") ??
            "",
        );
      }
      if (token.type === "td_open") {
        token.attrSet("data-column", names[column] ?? "");
        column += 1;
      }
    }
  });
}

/**
 * Lets the search find a section by words that it does not contain: `<!-- search: logout, log out -->`, in the section.
 * Readers do not see them.
 */
export const withSearchWords: SearchRender = (source, env, markdown) =>
  markdown.render(source, env).replace(/<!-- search: (.*?) -->/g, "<p>$1</p>");
