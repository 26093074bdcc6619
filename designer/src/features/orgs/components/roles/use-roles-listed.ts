import { api } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { useRoleName } from "@/shared/kit/use-role-name";

/**
 * The roles that can be granted in an org, or those that are searched for. System roles are called by the designer,
 * in the language that one reads, which the server does not know: they are found by that name, too.
 */
export function useRolesListed(org: string, q: string) {
  const nameOf = useRoleName();
  const of = (query: { limit: number; q?: string }) => ({ params: { path: { org_id: org }, query } });
  const all = api.useQuery("get", "/api/v1/orgs/{org_id}/roles", of({ limit: 200 }), {
    enabled: q !== "",
    staleTime: 60_000,
  });
  const roles = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/roles",
    of({ limit: 100, ...(q ? { q } : {}) }),
    paged,
  );
  if (!q || !roles.data || !all.data) return roles;
  const [first, ...rest] = roles.data.pages;
  if (!first) return roles;
  const found = new Set(roles.data.pages.flatMap((p) => p.items.map((r) => r.id)));
  const named = all.data.items.filter(
    (r) => r.system && !found.has(r.id) && nameOf(r).toLowerCase().includes(q.toLowerCase()),
  );
  const pages = [{ ...first, items: [...named, ...first.items] }, ...rest];
  return { ...roles, data: { ...roles.data, pages } };
}
