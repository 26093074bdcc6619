import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { FieldErrors } from "./field-errors";
import { FormDialog } from "./form-dialog";

it("stays until the act was answered", async () => {
  const close = vi.fn();
  const dialog = (going: boolean) => (
    <FormDialog
      opened
      close={close}
      title="New"
      act="Create"
      submit={() => {}}
      going={going}
      errors={new FieldErrors(undefined)}
    >
      <input aria-label="Name" />
    </FormDialog>
  );
  const shown = await show(dialog(true));
  expect(await screen.findByRole("button", { name: "Cancel" })).toHaveProperty("disabled", true);
  await userEvent.keyboard("{Escape}");
  expect(close).not.toHaveBeenCalled();
  shown.unmount();
  await show(dialog(false));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  await userEvent.keyboard("{Escape}");
  expect(close).toHaveBeenCalledTimes(2);
});
