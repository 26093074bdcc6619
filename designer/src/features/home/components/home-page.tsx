import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useCurrentOrg } from "@/shared/api/current-org";
import { may, useMe, useOrg } from "@/shared/api/session";
import { ErrorState } from "@/shared/kit/error-state";
import { Page } from "@/shared/kit/page";
import { atWork, broken } from "../model/states";
import { ApprovalsCard } from "./approvals-card";
import { ChainsCard } from "./chains-card";
import { FirstSteps } from "./first-steps";
import classes from "./home.module.css";
import { NewsCard } from "./news-card";
import { QuickLinksCard } from "./quick-links-card";
import { RunsCard } from "./runs-card";
import { TodoCard } from "./todo-card";

/** What waits for somebody, what they work on, and what they can begin. Each card stands for itself. */
export function HomePage() {
  const { t } = useTranslation("home");
  const me = useMe();
  const org = useCurrentOrg();
  const seen = useOrg(org);
  const chains = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    { params: { path: { org_id: org }, query: { deep: true, limit: 50 } } },
    { enabled: org !== "" && may(seen.data, "chain:view"), refetchInterval: 15_000 },
  );
  const fresh = chains.data?.items.length === 0;
  return (
    <Page title={t("hello", { name: me.data?.name ?? "" })}>
      {seen.error && <ErrorState error={seen.error} retry={() => seen.refetch()} />}
      {me.data && org === "" && <p>{t("noOrg")}</p>}
      {fresh && seen.data && <FirstSteps org={seen.data} />}
      {seen.data && (
        <div className={classes.cards}>
          <div className={classes.column}>
            <TodoCard org={org} />
            {may(seen.data, "approval:decide") && <ApprovalsCard org={org} />}
            {may(seen.data, "run:view") && (
              <>
                <RunsCard org={org} title={t("failed")} states={broken} empty={t("failedNone")} />
                <RunsCard org={org} title={t("running")} states={atWork} empty={t("runningNone")} />
              </>
            )}
          </div>
          <div className={classes.column}>
            {may(seen.data, "chain:view") && !fresh && <ChainsCard org={seen.data} chains={chains} />}
            <QuickLinksCard org={seen.data} chains={chains.data?.items} />
            <NewsCard org={seen.data} />
          </div>
        </div>
      )}
    </Page>
  );
}
