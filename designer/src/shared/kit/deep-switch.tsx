import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "./use-address";

/** Whether a list goes on with the orgs below: `deep=1` in the address. */
export function DeepSwitch() {
  const { t } = useTranslation();
  const [search, go] = useAddress();
  return (
    <Switch
      label={t("deep")}
      checked={search.deep === "1"}
      onChange={(e) => go({ deep: e.currentTarget.checked ? "1" : undefined })}
    />
  );
}
