import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { FieldErrors } from "@/shared/kit/field-errors";
import { show } from "@/shared/test/render";
import type { Gate } from "../api/releases";
import { GateFields } from "./gate-fields";
import { GateLine } from "./gate-line";

const window = { from: "22:00", to: "02:00", time_zone: "Asia/Shanghai" };

it("says on which days of the week a window opens", async () => {
  await show(
    <GateLine
      org="o1"
      gate={{ window: { ...window, weekdays: [6, 7] } }}
      row={undefined}
      check={undefined}
    />,
  );
  expect(
    await screen.findByText("between 22:00 and 02:00, on Sat and Sun, Asia/Shanghai", { exact: false }),
  ).toBeTruthy();
});

it("has those days chosen, and none is every day", async () => {
  let now: Gate = { window };
  function Edited() {
    const [gate, setGate] = useState<Gate>(now);
    now = gate;
    return (
      <GateFields
        org="o1"
        gate={gate}
        change={setGate}
        remove={() => {}}
        errors={new FieldErrors(null)}
        at=""
      />
    );
  }
  await show(<Edited />);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Sun" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Mon" }));
  expect(now).toEqual({ window: { ...window, weekdays: [1, 7] } });
  await userEvent.click(screen.getByRole("checkbox", { name: "Sun" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Mon" }));
  expect(now).toEqual({ window });
});

it("names measure, value and limit of a check that did not hold, else what the server says", async () => {
  const when = "nodes.check.output.open < 10";
  const row = { gate: 1, state: "failed", subject_id: "s1" } as const;
  const line = (message: string) => (
    <GateLine
      org="o1"
      gate={{ check: { chain: { key: "ready", version: 1 }, when } }}
      row={{ ...row, message }}
      check={undefined}
    />
  );
  const { unmount } = await show(line(`ready v1: ${when} does not hold; it gave {"open":12}`));
  const words = async (role: string) => (await screen.findAllByRole(role)).map((x) => x.textContent);
  expect(await words("term")).toEqual(["Measure", "Value", "Limit"]);
  expect(await words("definition")).toEqual(["open", "12", "< 10"]);
  expect(screen.queryByText(/does not hold/)).toBeNull();
  unmount();
  await show(line("ready v1 is failed: exit code 7"));
  expect(await screen.findByText("ready v1 is failed: exit code 7")).toBeTruthy();
  expect(screen.queryByText("Measure")).toBeNull();
});
