/**
 * How Node runs the server. A young generation of 16 MB: files of any size pass through as short-lived buffers, and with V8's
 * own limit their garbage alone makes the process some hundred megabytes larger (bench/stream.ts).
 */
export const SERVER_FLAGS = ['--max-semi-space-size=16'];
