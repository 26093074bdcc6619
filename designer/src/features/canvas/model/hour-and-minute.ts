import { clockTime } from "@/shared/lib/format";

/** A time of the day without seconds, as this language writes it. */
export const hourAndMinute = (at: string) => clockTime(at).replace(/:\d\d(?=\D*$)/, "");
