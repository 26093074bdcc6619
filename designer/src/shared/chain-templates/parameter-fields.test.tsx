import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { FieldErrors } from "@/shared/kit/field-errors";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import type { Parameter } from "./parameter-field";
import { type Chosen, ParameterFields, said } from "./parameter-fields";

afterEach(() => vi.unstubAllGlobals());

const deciders: Parameter[] = [
  { key: "deciders", kind: "people", needs: { en: "Who decides", zh: "由谁决定" }, default: "approver" },
];
const people = {
  "GET /orgs/o1/roles": { items: [{ key: "approver", name: "Approver" }] },
  "GET /orgs/o1/groups": { items: [{ key: "night-shift", name: "Night shift" }] },
  "GET /orgs/o1/members": {
    items: [
      { id: "u1", name: "Requester", email: "a@example.org", state: "active" },
      { id: "u2", name: "Operator", email: "b@example.org", state: "disabled" },
    ],
  },
};

async function asked() {
  let now: Chosen = {};
  function Fields() {
    const [chosen, setChosen] = useState<Chosen>({});
    now = chosen;
    return (
      <ParameterFields
        org="o1"
        parameters={deciders}
        chosen={chosen}
        change={setChosen}
        errors={new FieldErrors(undefined)}
      />
    );
  }
  await show(<Fields />);
  await userEvent.click(await screen.findByRole("button", { name: /^One more is there/ }));
  await userEvent.click(screen.getByRole("combobox", { name: "people: deciders" }));
  return () => said(deciders, now).people;
}

it("fills people in with a role, a group or a member who is there", async () => {
  serve(people);
  const chosen = await asked();
  expect((await screen.findAllByRole("option", { hidden: true })).map((o) => o.textContent)).toEqual([
    "Approver (approver)",
    "Night shift (night-shift)",
    "Requester (a@example.org)",
  ]);
  await userEvent.click(screen.getByText("Requester (a@example.org)"));
  expect(chosen()).toEqual({ deciders: { member: "u1" } });
  await userEvent.click(screen.getByRole("combobox", { name: "people: deciders" }));
  await userEvent.click(screen.getByText("Night shift (night-shift)"));
  expect(chosen()).toEqual({ deciders: { group: "night-shift" } });
});

it("offers roles to who may not see members", async () => {
  const hidden = () => refusal(403, "auth.forbidden", "this needs member:view");
  serve({ ...people, "GET /orgs/o1/groups": hidden, "GET /orgs/o1/members": hidden });
  const chosen = await asked();
  expect(await screen.findAllByRole("option", { hidden: true })).toHaveLength(1);
  expect(chosen()).toEqual({});
});
