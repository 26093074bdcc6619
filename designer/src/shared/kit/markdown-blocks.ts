/** A block of Markdown, as much of it as help texts and notes use. */
export type Block =
  | { kind: "heading"; level: number; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "quote"; text: string }
  | { kind: "code"; text: string; language: string }
  | { kind: "list"; ordered: boolean; items: string[] }
  | { kind: "rule" };

/** Takes a text apart into blocks. What it does not know is a paragraph. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.replaceAll("\r\n", "\n").split("\n");
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] as string;
    const fence = /^\s*(`{3,}|~{3,})\s*([\w-]*)/.exec(line);
    const heading = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line);
    if (line.trim() === "") i++;
    else if (fence) {
      const from = ++i;
      while (i < lines.length && !(lines[i] as string).trimStart().startsWith(fence[1] as string)) i++;
      blocks.push({ kind: "code", language: fence[2] ?? "", text: lines.slice(from, i).join("\n") });
      i++;
    } else if (heading) {
      blocks.push({ kind: "heading", level: (heading[1] as string).length, text: heading[2] ?? "" });
      i++;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      blocks.push({ kind: "rule" });
      i++;
    } else if (bullet(line)) {
      const ordered = /^\s*\d/.test(line);
      const items: string[] = [];
      while (i < lines.length && (lines[i] as string).trim() !== "") {
        const text = lines[i++] as string;
        if (bullet(text)) items.push(text.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ""));
        else items[items.length - 1] += ` ${text.trim()}`;
      }
      blocks.push({ kind: "list", ordered, items });
    } else {
      const quote = line.startsWith(">");
      const from = i;
      while (i < lines.length && !ends(lines[i] as string, i > from)) i++;
      const text = lines.slice(from, i).map((l) => l.replace(/^>\s?/, "").trim());
      blocks.push({ kind: quote ? "quote" : "paragraph", text: text.join(" ") });
    }
  }
  return blocks;
}

function bullet(line: string): boolean {
  return /^\s*(?:[-*+]|\d+[.)])\s+\S/.test(line);
}

function ends(line: string, later: boolean): boolean {
  return line.trim() === "" || (later && (/^(#{1,6}\s|\s*(`{3,}|~{3,}))/.test(line) || bullet(line)));
}

/** A run of text inside a block. */
export type Span =
  | { kind: "text" | "code" | "strong" | "emphasis"; text: string }
  | { kind: "link"; text: string; to: string };

const marks = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\b_([^_]+)_\b|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Takes the text of a block apart. Links lead only to http, https, mail, and places of this site. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const m of text.matchAll(marks)) {
    if (m.index > from) spans.push({ kind: "text", text: text.slice(from, m.index) });
    from = m.index + m[0].length;
    const [whole, code, strong, star, line, label, to] = m;
    if (code !== undefined) spans.push({ kind: "code", text: code });
    else if (strong !== undefined) spans.push({ kind: "strong", text: strong });
    else if (star !== undefined || line !== undefined)
      spans.push({ kind: "emphasis", text: star ?? line ?? "" });
    else if (label !== undefined && to !== undefined && safe(to))
      spans.push({ kind: "link", text: label, to });
    else spans.push({ kind: "text", text: label ?? whole });
  }
  if (from < text.length) spans.push({ kind: "text", text: text.slice(from) });
  return spans;
}

function safe(to: string): boolean {
  return /^(https?:\/\/|mailto:|\/(?![/\\])|#)/i.test(to);
}
