// What the same certificates and keys cost Go: each block of the PEM file that is named is parsed, and of each distinct
// certificate the signature is checked with every certificate that has its issuer's name. Prints the seconds of the
// quickest of some rounds, and how many certificates, keys and sound signatures there were.
package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"time"
)

const rounds = 3

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var best time.Duration
	var certificates, keys, sound int
	for round := 0; round < rounds; round++ {
		begin := time.Now()
		certificates, keys, sound = read(data)
		if taken := time.Since(begin); round == 0 || taken < best {
			best = taken
		}
	}
	fmt.Println(best.Seconds(), certificates, keys, sound)
}

func read(data []byte) (certificates, keys, sound int) {
	distinct := map[string]*x509.Certificate{}
	bySubject := map[string][]*x509.Certificate{}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			if parsed(block) {
				keys++
			}
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			continue
		}
		certificates++
		if _, seen := distinct[string(certificate.Raw)]; !seen {
			distinct[string(certificate.Raw)] = certificate
			bySubject[string(certificate.RawSubject)] = append(bySubject[string(certificate.RawSubject)], certificate)
		}
	}
	for _, child := range distinct {
		for _, parent := range bySubject[string(child.RawIssuer)] {
			if parent.CheckSignature(child.SignatureAlgorithm, child.RawTBSCertificate, child.Signature) == nil {
				sound++
			}
		}
	}
	return certificates, keys, sound
}

func parsed(block *pem.Block) bool {
	if bytes.HasSuffix([]byte(block.Type), []byte("PUBLIC KEY")) {
		_, err := x509.ParsePKIXPublicKey(block.Bytes)
		return err == nil
	}
	if _, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return true
	}
	if _, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
		return true
	}
	_, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	return err == nil
}
