import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { Markdown } from "@/shared/kit/markdown";
import { RelativeTime } from "@/shared/kit/relative-time";
import type { News } from "@/shared/news/api";
import classes from "./home.module.css";

/** One piece of news: its title, from which org it is, and its text when it is opened. The first is open. */
export function NewsItem({ news, first }: { news: News; first: boolean }) {
  const [open, setOpen] = useState(first);
  const id = useId();
  const facts = (
    <span className={classes.facts}>
      {`${news.org_name} · `}
      <RelativeTime at={news.shown_at} />
    </span>
  );
  if (!news.text)
    return (
      <li className={classes.news}>
        <span className={classes.newsTitle}>{news.title}</span>
        {facts}
      </li>
    );
  return (
    <li className={classes.news}>
      <UnstyledButton
        className={classes.newsHead}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} stroke={1.5} aria-hidden className={classes.chevron} />
        <span className={classes.newsTitle}>{news.title}</span>
      </UnstyledButton>
      {facts}
      <div id={id} hidden={!open} className={classes.newsText}>
        {open && <Markdown text={news.text} level={3} />}
      </div>
    </li>
  );
}
