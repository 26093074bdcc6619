/** Windows that are too narrow for more than one column; chains are only looked at in them. */
export const narrow = "(max-width: 899px)";
