package cxx

import "strings"

// opaque are the structures that OpenSSL's headers define up to 1.0.2 and only name from 1.1.0
// on: OpenSSL 1.1.0, CHANGES, and the headers of libssl-dev 3.0 of Debian 12.
var opaque = map[string]bool{
	"BIGNUM": true, "BIO": true, "BIO_METHOD": true, "DH": true, "DH_METHOD": true, "DSA": true, "DSA_METHOD": true, "EC_KEY": true,
	"ECDSA_SIG": true, "ECDSA_METHOD": true, "ENGINE": true, "EVP_CIPHER": true, "EVP_CIPHER_CTX": true, "EVP_MD": true, "EVP_MD_CTX": true,
	"EVP_PKEY": true, "HMAC_CTX": true, "RSA": true, "RSA_METHOD": true, "SSL": true, "SSL_CTX": true, "SSL_SESSION": true, "X509": true,
	"X509_CRL": true, "X509_REQ": true, "X509_STORE": true, "X509_STORE_CTX": true,
}

// gone are names of 1.0.2 that 1.1.0 has not, beside those that begin with DSO_.
var gone = map[string]bool{"DSO": true, "RSA_FLAG_SIGN_VER": true, "RSA_PKCS1_SSLeay": true, "DSA_OpenSSL_SSLeay": true, "DH_OpenSSL_SSLeay": true}

// includesOpenSSL reports whether a file includes a header of OpenSSL itself.
func includesOpenSSL(s *Source) bool {
	for _, i := range s.Includes {
		if strings.HasPrefix(i.Name, "openssl/") {
			return true
		}
	}
	return false
}

// hidden notes a use of what OpenSSL keeps to itself.
func (r *reader) hidden(i int) {
	t := r.at(i)
	if t.kind != name || len(r.Hidden) >= maxUses || r.at(i-1).is(".") || r.at(i-1).is("->") {
		return
	}
	found := Name{Text: t.text, Start: t.start, End: t.end}
	switch member := r.at(i + 2); {
	case gone[t.text] || strings.HasPrefix(t.text, "DSO_"):
	case t.text == "RSA_get0_key" && r.at(i+1).is("(") && r.arguments(i+1) == 3: // of four
	case (r.at(i+1).is("->") || r.at(i+1).is(".")) && member.kind == name && r.lookup(t.text) == Opaque:
		found.Text, found.End = t.text+r.at(i+1).text+member.text, member.end
	case opaque[t.text] && r.at(i+1).kind == name && (r.at(i+2).is("=") || r.at(i+2).is(";")) && r.begins(i):
		found.Text, found.End = t.text+" "+r.at(i+1).text, r.at(i+1).end
	default:
		return
	}
	r.Hidden = append(r.Hidden, found)
}

// maxCall bounds the tokens of a call.
const maxCall = 200

// arguments counts those of the call whose bracket is there, 0 if it does not end soon.
func (r *reader) arguments(i int) int {
	depth, count := 0, 1
	for n := i; n < len(r.tokens) && n < i+maxCall; n++ {
		switch r.at(n).text {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return count
			}
		case ",":
			if depth == 1 {
				count++
			}
		}
	}
	return 0
}
