import { useTranslation } from "react-i18next";
import type { Problem } from "@/shared/api/problems";
import { list } from "@/shared/lib/format";
import { usePermissionName } from "./permission-name";

/** The data of a refusal for want of a permission; without the org, where that may not be seen. */
type Lacking = { permission?: unknown; org?: { name?: string }; grantors?: { name: string }[] };

/** What a problem says: if a permission is lacking, its name, where, and who can give it. */
export function useSaid(): (problem: Pick<Problem, "message" | "code" | "data">) => string {
  const { t } = useTranslation();
  const name = usePermissionName();
  return (problem) => {
    const { permission, org, grantors = [] } = problem.data as Lacking;
    if (problem.code !== "auth.forbidden" || typeof permission !== "string") return problem.message;
    const needed = { permission: name(permission), org: org?.name ?? "" };
    const what = t(org?.name ? "needed.in" : "needed.what", needed);
    return grantors.length > 0 ? t("needed.ask", { what, names: list(grantors.map((g) => g.name)) }) : what;
  };
}
