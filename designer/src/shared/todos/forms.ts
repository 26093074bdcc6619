import type { QueryClient } from "@tanstack/react-query";
import { api, type Shape } from "@/shared/api/client";

export type Form = Shape<"FormBody">;

const formPath = "/api/v1/orgs/{org_id}/forms/{form_id}" as const;
const ofForm = (org: string, id: string) => ({ params: { path: { org_id: org, form_id: id } } });

/** One form, with what who is signed in has filled in so far. */
export function useFormTodo(org: string, id: string) {
  return api.useQuery("get", formPath, ofForm(org, id), { refetchOnWindowFocus: false });
}

/** Notes what is known to have changed of a form, so that it is there when the form is looked at again. */
export function seenAnew(queries: QueryClient, org: string, id: string, change: (form: Form) => Form): void {
  const { queryKey } = api.queryOptions("get", formPath, ofForm(org, id));
  queries.setQueryData<Form>(queryKey, (old) => old && change(old));
}
