// Command document writes the page on settings; go generate runs it.
package main

import (
	"flag"
	"log"
	"os"

	"catenary/server/config"
)

func main() {
	out := flag.String("o", "", "file to write")
	flag.Parse()
	if err := os.WriteFile(*out, config.Document(), 0o600); err != nil {
		log.Fatal(err)
	}
}
