/** The command was used wrongly: exit code 2. */
export class UsedWrongly extends Error {}

/** The command ran and found trouble that it has already printed, or says in its message: exit code 1. */
export class FoundTrouble extends Error {}
