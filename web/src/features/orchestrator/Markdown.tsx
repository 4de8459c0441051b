import { type ComponentType, memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { blocksOf, withoutLooseEnd } from "./blocks";
import { citations } from "./citations";
import { CiteMark } from "./CiteMark";

/**
 * Raw HTML is not rendered and only safe link schemes survive, both by react-markdown itself. An image never loads by
 * itself, because its address would tell a stranger who reads what: it becomes a link.
 */
const COMPONENTS: Components & { "cite-mark": ComponentType } = {
  "cite-mark": CiteMark,
  img: ({ src, alt }) =>
    typeof src === "string" && src !== "" ? (
      <a href={src} target="_blank" rel="noreferrer noopener">
        {text.chat.image(alt ?? "")}
      </a>
    ) : null,
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ),
  // Scrolls sideways, so the keyboard must reach it.
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  input: ({ checked }) => <span aria-hidden="true">{checked ? "☑" : "☐"}</span>,
};
const PLUGINS = [remarkGfm, citations];

const Block = memo(function Block({ source }: { source: string }) {
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
      {source}
    </ReactMarkdown>
  );
});

/** `cut` says that the text ends where somebody stopped it. */
export const Markdown = memo(function Markdown({ source, cut = false }: { source: string; cut?: boolean }) {
  return (
    <div className="prose">
      <Block source={cut ? withoutLooseEnd(source) : source} />
    </div>
  );
});

/** The same for a text that is still growing: only its last block is read again. */
export function GrowingMarkdown({ source }: { source: string }) {
  const blocks = blocksOf(withoutLooseEnd(source));
  return (
    <div className="prose">
      {blocks.map((block, at) => (
        <div key={at} className={cx(at === blocks.length - 1 && "growing")}>
          <Block source={block} />
        </div>
      ))}
    </div>
  );
}
