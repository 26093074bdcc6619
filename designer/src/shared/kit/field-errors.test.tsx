import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Problem } from "@/shared/api/problems";
import { show } from "@/shared/test/render";
import { FieldErrors, ProblemNote } from "./field-errors";

const problem = new Problem({
  status: 422,
  code: "request.invalid",
  detail: "two things are wrong",
  errors: [
    { pointer: "/name", detail: "a name is needed" },
    { pointer: "/hosts/1", detail: "want a host" },
  ],
});

it("gives each field what is wrong with it and keeps the rest", async () => {
  const errors = new FieldErrors(problem);
  expect(errors.at("/name")).toBe("a name is needed");
  await show(<ProblemNote errors={errors} />);
  expect(screen.getByRole("alert").textContent).toContain("want a host");
  expect(screen.getByRole("alert").textContent).not.toContain("a name is needed");
});

it("has nothing left to say when every field has said it", async () => {
  const errors = new FieldErrors(problem);
  errors.at("/name");
  expect(errors.under("/hosts").map((d) => d.detail)).toEqual(["want a host"]);
  expect(errors.rest()).toBeUndefined();
});

it("says a refusal that is about no field", async () => {
  await show(
    <ProblemNote errors={new FieldErrors(new Problem({ status: 409, detail: "published chains use it" }))} />,
  );
  expect(screen.getByRole("alert").textContent).toContain("published chains use it");
});
