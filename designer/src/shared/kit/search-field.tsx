import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { useAddress } from "./use-address";

type Props = {
  /** What is searched, for who cannot see: “Search scripts”. */
  label: string;
};

/** Narrows a list down by text, `q` in the address. `/` goes there. */
export function SearchField({ label }: Props) {
  const { t } = useTranslation();
  const [search, go] = useAddress();
  const value = search.q ?? "";
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
      go({ q: text || undefined });
    }, 250);
    return () => clearTimeout(timer);
  }, [text, composes, go]);
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
