// What this browser cannot do with a file. Nothing was sent then; the message is a sentence for the person.

/** This browser, or this page, cannot look into the file. */
export class CannotRead extends Error {}

/** It is larger than this server takes. */
export class TooLarge extends Error {}
