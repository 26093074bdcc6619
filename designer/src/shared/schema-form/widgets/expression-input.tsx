import { Combobox, Textarea, useCombobox } from "@mantine/core";
import { type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { type Completion, complete, type Known, split } from "../expressions";
import classes from "../form.module.css";
import { dragged, isDragged, positionAt, usePlace } from "../places";
import { described } from "./described";

export type ExpressionInputHandle = {
  /** Puts `${{ }}` where the caret is, and the caret into it. */
  insertExpression: () => void;
};

type Props = {
  ref?: Ref<ExpressionInputHandle>;
  id: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  label: string;
  describedBy?: string | undefined;
  invalid?: boolean;
  readOnly?: boolean;
  placeholder?: string | undefined;
  known: (() => Known) | undefined;
  /** The whole text is one expression, without `${{ }}`. */
  bare?: boolean;
};

/**
 * A text with expressions. Inside of one, the names that can stand at the caret are offered: arrows choose,
 * Enter takes, Escape closes. Tab goes on to the next control, as anywhere. Names of values can be dragged to it.
 */
export function ExpressionInput(props: Props) {
  const { ref, id, value, onChange, label, readOnly, known, bare } = props;
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const input = useRef<HTMLTextAreaElement>(null);
  const [offer, setOffer] = useState<{ from: number; options: Completion[] }>();
  const caret = useRef<number>(undefined);

  // The value comes back from outside; the caret belongs where the change put it.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  const suggest = (text: string, position: number) => {
    const found = known ? offered(known(), text, position, bare ?? false) : undefined;
    setOffer(found);
    if (found) {
      combobox.openDropdown();
      combobox.resetSelectedOption();
    } else combobox.closeDropdown();
  };

  const replace = (from: number, to: number, by: string, position = from + by.length) => {
    const text = value.slice(0, from) + by + value.slice(to);
    caret.current = position;
    onChange(text);
    suggest(text, position);
  };

  useImperativeHandle(ref, () => ({
    insertExpression() {
      const el = input.current;
      if (!el) return;
      el.focus();
      const wide = `\${{  }}`;
      replace(el.selectionStart, el.selectionEnd, wide, el.selectionStart + 4);
    },
  }));

  /** Puts the name of a value into the expression that stands there, or as one into the text. */
  const putName = (reference: string, from: number, to: number) => {
    const within = bare || split(value.slice(0, from)).open !== undefined;
    replace(from, to, within ? reference : `\${{ ${reference} }}`);
    input.current?.focus();
  };
  const enter = usePlace(label, (reference) => {
    const el = input.current;
    if (el) putName(reference, el.selectionStart, el.selectionEnd);
  });

  const take = (name: string) => {
    const option = offer?.options.find((o) => o.name === name);
    if (!option || !offer) return;
    replace(offer.from, input.current?.selectionStart ?? value.length, option.insert);
    input.current?.focus();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={take} position="bottom-start" shadow="md" withinPortal>
      <Combobox.Target withKeyboardNavigation={combobox.dropdownOpened} withAriaAttributes>
        <Textarea
          ref={input}
          id={id}
          autosize
          minRows={1}
          maxRows={12}
          value={value}
          readOnly={readOnly}
          placeholder={props.placeholder}
          error={props.invalid}
          spellCheck={false}
          aria-label={label}
          inputContainer={described(props.describedBy)}
          aria-autocomplete="list"
          data-place
          onFocus={readOnly ? undefined : enter}
          onDrop={(e) => {
            if (readOnly || !isDragged(e)) return;
            e.preventDefault();
            const position = positionAt(e.currentTarget, e);
            putName(dragged(e), position, position);
          }}
          classNames={{ input: classes.code }}
          onChange={(e) => {
            const text = e.currentTarget.value;
            const position = e.currentTarget.selectionStart;
            const closed = bare ? undefined : closing(value, text, position);
            if (closed) caret.current = position;
            onChange(closed ?? text);
            suggest(closed ?? text, position);
          }}
          onClick={(e) => suggest(value, e.currentTarget.selectionStart)}
          onBlur={() => {
            combobox.closeDropdown();
            props.onBlur?.();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!offer}>
        <Combobox.Options mah={240} style={{ overflowY: "auto" }} aria-label={label}>
          {offer?.options.map((o) => (
            <Combobox.Option key={o.name} value={o.name}>
              <span className={classes.code}>{o.name}</span> <span className={classes.about}>{o.detail}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What can stand at the caret; undefined where there is nothing to offer. */
function offered(known: Known, text: string, caret: number, bare: boolean) {
  const before = text.slice(0, caret);
  const start = bare ? 0 : split(before).open;
  if (start === undefined) return undefined;
  const found = complete(known, before.slice(start));
  return found.options.length > 0
    ? { from: start + found.from, options: found.options.slice(0, 50) }
    : undefined;
}

/** The text with the expression closed that somebody just began to type. */
function closing(before: string, after: string, caret: number): string | undefined {
  const begun = after.length > before.length && after.slice(0, caret).endsWith(`\${{`);
  if (!begun || after[caret - 4] === "$" || after.slice(caret).trimStart().startsWith("}}")) return undefined;
  return `${after.slice(0, caret)} }}${after.slice(caret)}`;
}
