import { useTranslation } from "react-i18next";
import { composing } from "../lib/ime";
import classes from "./node-card.module.css";
import { useTyped } from "./use-typed";

type Props = {
  value: string;
  placeholder: string;
  /** Called once, with the new name, or undefined if the old one stays. */
  onDone: (name: string | undefined) => void;
};

/** The field in which a name is typed on the canvas: Enter takes it, Escape leaves the old one. */
export function NameField({ value, placeholder, onDone }: Props) {
  const { t } = useTranslation("flow");
  const { text, setText, take } = useTyped(value, (name) => onDone(name?.trim()));
  return (
    <input
      className={`${classes.field} nodrag nopan nokey`}
      aria-label={t("name")}
      value={text}
      placeholder={placeholder}
      maxLength={200}
      // biome-ignore lint/a11y/noAutofocus: the field is there because somebody asked to type a name
      autoFocus
      onFocus={(e) => e.target.select()}
      onChange={(e) => setText(e.target.value)}
      onBlur={() => take(text.trim() === value ? undefined : text)}
      onKeyDown={(e) => {
        if (composing(e.nativeEvent)) return;
        if (e.key === "Enter") take(text);
        else if (e.key === "Escape") take(undefined);
        else return;
        e.preventDefault();
        e.stopPropagation();
      }}
    />
  );
}
