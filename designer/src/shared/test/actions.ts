import { offered, registry } from "@/shared/actions/actions";

/** What is offered now, to keys and to the palette. */
export const offeredNow = () => offered(registry.getState().layers);

/** One action of these. */
export const action = (id: string) => offeredNow().find((a) => a.id === id);
