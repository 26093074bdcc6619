/** The states of runs that are not over. */
export const atWork = "running,waiting,paused,queued,undoing";

/** The states of runs that somebody has to look at. */
export const broken = "failed,undo_failed";
