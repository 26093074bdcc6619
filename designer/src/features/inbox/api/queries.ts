import { useQueryClient } from "@tanstack/react-query";
import { api, type Shape } from "@/shared/api/client";
import { paged } from "@/shared/api/paged";
import { todosChanged } from "@/shared/todos/api";

export type Approval = Shape<"ApprovalBody">;
export type Act = Shape<"ApprovalActBody">;
export type Person = Shape<"AuthorBody">;

/** One approval as somebody sees it. */
export function useApproval(org: string, id: string) {
  return api.useQuery("get", "/api/v1/orgs/{org_id}/approvals/{approval_id}", {
    params: { path: { org_id: org, approval_id: id } },
  });
}

/** What happened to an approval, the oldest first. */
export function useActs(org: string, id: string) {
  return api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/acts",
    { params: { path: { org_id: org, approval_id: id }, query: { limit: 200 } } },
    paged,
  );
}

/** What else people do with an approval besides deciding it. */
export function useApprovalActs() {
  const queries = useQueryClient();
  const onSuccess = () => todosChanged(queries);
  const base = "/api/v1/orgs/{org_id}/approvals/{approval_id}" as const;
  return {
    transfer: api.useMutation("post", `${base}/transfers`, { onSuccess }),
    add: api.useMutation("post", `${base}/approvers`, { onSuccess }),
    copy: api.useMutation("post", `${base}/copies`, { onSuccess }),
    comment: api.useMutation("post", `${base}/comments`, { onSuccess }),
    remind: api.useMutation("post", `${base}/reminders`, { onSuccess }),
    withdraw: api.useMutation("post", `${base}/withdrawal`, { onSuccess }),
  };
}
