import { Stack } from "@mantine/core";
import { PasswordSection } from "./password-section";
import { SecondFactorSection } from "./second-factor-section";

/** How somebody shows that it is them. */
export function SecurityTab() {
  return (
    <Stack gap="md">
      <PasswordSection />
      <SecondFactorSection />
    </Stack>
  );
}
