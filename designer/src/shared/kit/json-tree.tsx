import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./json-view.module.css";

/** How many of a long list are shown at first, and added each time. */
const portion = 100;

/** A value with what is in it, opened down to the second level. */
export function JsonTree({ value, label }: { value: unknown; label: string }) {
  return (
    <ul className={classes.tree} aria-label={label}>
      <Branch name="" value={value} depth={0} />
    </ul>
  );
}

function Branch({ name, value, depth }: { name: string; value: unknown; depth: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(depth < 2);
  const [shown, setShown] = useState(portion);
  if (value === null || typeof value !== "object") {
    return (
      <li className={classes.leaf}>
        {name && <span className={classes.name}>{name}</span>}
        <Leaf value={value} />
      </li>
    );
  }
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  const summary = t(list ? "json.items" : "json.keys", { count: entries.length });
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <button
        type="button"
        className={classes.branch}
        aria-expanded={open}
        disabled={entries.length === 0}
        onClick={() => setOpen(!open)}
      >
        {entries.length > 0 ? <Icon size={14} aria-hidden /> : <span className={classes.none} />}
        {name && <span className={classes.name}>{name}</span>}
        <span className={classes.summary}>
          {list ? "[ ]" : "{ }"} {summary}
        </span>
      </button>
      {open && entries.length > 0 && (
        <ul className={classes.inner}>
          {entries.slice(0, shown).map(([key, inner]) => (
            <Branch key={key} name={key} value={inner} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <li>
              <button type="button" className={classes.branch} onClick={() => setShown(shown + portion)}>
                {t("json.rest", { count: Math.min(portion, entries.length - shown) })}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

/** A value without parts; text in quotes, cut where it is long. */
export function Leaf({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const kind = value === null ? "null" : typeof value;
  const text = typeof value === "string" ? value : String(value);
  const cut = text.length > 500 && !whole;
  return (
    <span className={classes.value} data-kind={kind}>
      {kind === "string" ? `"${cut ? text.slice(0, 500) : text}"` : text}
      {cut && (
        <button type="button" className={classes.more} onClick={() => setWhole(true)}>
          {t("json.showAll")}
        </button>
      )}
    </span>
  );
}
