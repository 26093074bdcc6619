import { Select, Text } from "@mantine/core";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { useKept, useSearched } from "@/shared/kit/use-searched";
import { linksChanged, type QuickLink } from "../api/links";
import classes from "./home.module.css";
import { PinnedRow } from "./pinned-row";

type Props = { org: Shape<"OrgBody">; close: () => void; unpin: (link: QuickLink) => void };

/**
 * Pins a chain of an org, or of one below it, for all who may start it, and shows
 * what is pinned: also what oneself may not start.
 */
export function PinDialog({ org, close, unpin }: Props) {
  const { t } = useTranslation("home");
  const queries = useQueryClient();
  const [chosen, choose] = useState<string | null>(null);
  const searched = useSearched();
  const chains = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    { params: { path: { org_id: org.id }, query: { deep: true, ...searched.query } } },
    { placeholderData: keepPreviousData },
  );
  const links = api.useQuery("get", "/api/v1/orgs/{org_id}/quick-links", {
    params: { path: { org_id: org.id }, query: { limit: 50 } },
  });
  const pinned = links.data?.items ?? [];
  const found = (chains.data?.items ?? []).filter(
    (c) => c.version > 0 && !pinned.some((l) => l.chain_id === c.id),
  );
  const choices = useKept(found, (c) => c.id === chosen).map((c) => ({
    value: c.id,
    label: `${c.name} (${c.key})`,
  }));
  const pin = api.useMutation("put", "/api/v1/orgs/{org_id}/quick-links/{chain_id}", {
    onSuccess: () => {
      linksChanged(queries);
      close();
    },
  });
  const reading = chains.isFetching || searched.waits;
  return (
    <FormDialog
      opened
      close={close}
      title={t("pinTitle", { org: org.name })}
      act={t("pinAct")}
      going={pin.isPending}
      ready={chosen !== null}
      errors={new FieldErrors(pin.error ?? chains.error ?? links.error)}
      submit={() => chosen && pin.mutate({ params: { path: { org_id: org.id, chain_id: chosen } } })}
    >
      <Text size="sm" c="dimmed">
        {t("pinHelp", { org: org.name })}
      </Text>
      <Select
        label={t("pinChain")}
        required
        searchable
        data-autofocus
        data={choices}
        value={chosen}
        onChange={choose}
        // The server has searched.
        filter={({ options }) => options}
        nothingFoundMessage={t(reading ? "shared:loading" : "pinNone")}
        {...searched.typing(choices.map((c) => c.label))}
      />
      {pinned.length > 0 && (
        <ul className={classes.list} aria-label={t("pinned")}>
          {pinned.map((l) => (
            <PinnedRow key={l.chain_id} link={l} unpin={() => unpin(l)} />
          ))}
        </ul>
      )}
    </FormDialog>
  );
}
