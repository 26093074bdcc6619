import { Autocomplete } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { api } from "@/shared/api/client";
import { onEnter } from "@/shared/lib/ime";
import { completions } from "../model/run-query";

type Props = { org: string; text: string; ask: (text: string) => void; wrong: string[] };

/** `state:failed chain:pay today`: what can stand next is offered as one types. */
export function RunSearch({ org, text, ask, wrong }: Props) {
  const { t } = useTranslation("runs");
  const [typed, setTyped] = useState(text);
  const [touched, setTouched] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const chains = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    { params: { path: { org_id: org }, query: { limit: 100 } } },
    { enabled: touched, staleTime: 60_000 },
  );
  // Back and forward change the address; what was asked here does not come back over what is typed since.
  const asked = useRef(text);
  useEffect(() => {
    if (text !== asked.current) setTyped(text);
    asked.current = text;
  }, [text]);
  const tell = (next: string) => {
    asked.current = next.trim();
    ask(asked.current);
  };
  const offered = useMemo(
    () => completions(typed, chains.data?.items.map((c) => c.key) ?? []),
    [typed, chains.data],
  );
  useActions(
    useMemo(
      () => [
        { id: "runs.search", label: t("list.search"), keys: ["/"], perform: () => field.current?.focus() },
      ],
      [t],
    ),
  );
  return (
    <Autocomplete
      ref={field}
      maw={560}
      aria-label={t("list.search")}
      placeholder={t("list.searchHint")}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      data={offered}
      filter={({ options }) => options}
      clearable
      error={wrong.length > 0 ? t("list.wrong", { word: wrong[0] }) : undefined}
      onFocus={() => setTouched(true)}
      onChange={setTyped}
      onOptionSubmit={(value) => {
        if (!value.endsWith(":")) tell(value);
      }}
      onClear={() => tell("")}
      onBlur={() => typed.trim() !== text && tell(typed)}
      onKeyDown={onEnter(() => tell(typed))}
    />
  );
}
