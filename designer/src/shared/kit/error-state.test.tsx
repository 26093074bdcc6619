import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Problem } from "@/shared/api/problems";
import { show } from "@/shared/test/render";
import { ErrorState } from "./error-state";

const forbidden = (data: object, code = "auth.forbidden") =>
  new Problem({ status: 403, code, detail: "this needs secret:list in org 01JD", data });
const said = () => screen.getByRole("alert").textContent;

it("says which permission is lacking, in which org, and who can grant it", async () => {
  const data = {
    permission: "secret:list",
    org: { id: "01JD", name: "Stock" },
    grantors: [{ name: "Ann" }, { name: "Bo" }],
  };
  await show(<ErrorState error={forbidden(data)} />);
  expect(said()).toContain(
    "You need the permission “See names of secrets” in Stock. These people can grant it: Ann and Bo.",
  );
  expect(said()).not.toContain("01JD");
});

it("names neither an org that may not be seen nor people it is not told of", async () => {
  await show(<ErrorState error={forbidden({ permission: "org:delete" })} />);
  expect(said()).toContain("You need the permission “Delete”.");
  expect(said()).not.toContain("can grant it");
});

it("says any other refusal as the server does", async () => {
  await show(<ErrorState error={forbidden({ permission: "secret:list" }, "auth.not_shared")} />);
  expect(said()).toContain("this needs secret:list in org 01JD");
});
