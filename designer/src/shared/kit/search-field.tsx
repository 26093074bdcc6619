import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";

type Props = {
  /** What is searched, for who cannot see: “Search scripts”. */
  label: string;
  value: string;
  /** Told the text when somebody rests or leaves. */
  change: (text: string) => void;
};

/** Narrows a list down by text. `/` goes there. */
export function SearchField({ label, value, change }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [composes, setComposes] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  useEffect(() => {
    if (composes || text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      change(text);
    }, 250);
    return () => clearTimeout(timer);
  }, [text, composes, change]);
  useActions(
    useMemo(
      () => [{ id: "list.search", label, keys: ["/"], hidden: true, perform: () => input.current?.focus() }],
      [label],
    ),
  );
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      w={{ base: "100%", xs: 280 }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text && <CloseButton size="sm" aria-label={t("clearSearch")} onClick={() => setText("")} />
      }
      value={text}
      onChange={(e) => setText(e.currentTarget.value)}
      onCompositionStart={() => setComposes(true)}
      onCompositionEnd={() => setComposes(false)}
    />
  );
}
