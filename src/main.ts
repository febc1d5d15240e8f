/** argv → command → exit code; the only file that ends the process. */
process.stderr.write('gantry: no command\n')
process.exitCode = 1
