import { Anchor } from "@mantine/core";
import classes from "./markdown.module.css";
import { type Block, blocksOf, type Span, spansOf } from "./markdown-blocks";

type Props = {
  text: string;
  /** The level of the text's largest headings on this page. */
  level?: 2 | 3 | 4;
};

/** Markdown of help texts and notes: headings, lists, code, emphasis, links. Nothing in it becomes HTML. */
export function Markdown({ text, level = 3 }: Props) {
  const blocks = blocksOf(text);
  return (
    <div className={classes.text}>
      {blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text, drawn anew with it
        <Shown key={i} block={block} level={level} />
      ))}
    </div>
  );
}

function Shown({ block, level }: { block: Block; level: number }) {
  switch (block.kind) {
    case "heading": {
      const Heading = `h${Math.min(level + block.level - 1, 6)}` as "h3";
      return (
        <Heading>
          <Spans text={block.text} />
        </Heading>
      );
    }
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls can be scrolled by keyboard
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((item) => (
            <li key={item}>
              <Spans text={item} />
            </li>
          ))}
        </List>
      );
    }
    case "quote":
      return (
        <blockquote>
          <Spans text={block.text} />
        </blockquote>
      );
    case "rule":
      return <hr />;
    case "paragraph":
      return (
        <p>
          <Spans text={block.text} />
        </p>
      );
  }
}

function Spans({ text }: { text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, drawn anew with it
  return spansOf(text).map((span, i) => <Piece key={i} span={span} />);
}

function Piece({ span }: { span: Span }) {
  switch (span.kind) {
    case "code":
      return <code>{span.text}</code>;
    case "strong":
      return <strong>{span.text}</strong>;
    case "emphasis":
      return <em>{span.text}</em>;
    case "link":
      return (
        <Anchor inherit underline="always" href={span.to} target="_blank" rel="noopener noreferrer">
          {span.text}
        </Anchor>
      );
    default:
      return span.text;
  }
}
