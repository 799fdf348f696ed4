package service

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// DefaultRetries is how often a request is sent again.
const DefaultRetries = 4

var apiKey = regexp.MustCompile(`^sw_[A-Za-z0-9_-]{43}$`)

// Settings say where the service is, whom to trust and who asks. What is empty comes from the environment.
type Settings struct {
	Address               string
	RootFingerprint       string
	CAFile                string
	APIKey                string
	APIKeyFile            string
	ClientCertificateFile string
	ClientKeyFile         string
	MaxRetries            int
}

// Variables of the environment, one for each setting.
const (
	AddressVariable               = "SEALWRIGHT_ADDRESS"
	RootFingerprintVariable       = "SEALWRIGHT_ROOT_FINGERPRINT"
	CAFileVariable                = "SEALWRIGHT_CA_FILE"
	APIKeyVariable                = "SEALWRIGHT_API_KEY"
	APIKeyFileVariable            = "SEALWRIGHT_API_KEY_FILE"
	ClientCertificateFileVariable = "SEALWRIGHT_CLIENT_CERTIFICATE_FILE"
	ClientKeyFileVariable         = "SEALWRIGHT_CLIENT_KEY_FILE"
	ConfigVariable                = "SEALWRIGHT_CONFIG"
	ProfileVariable               = "SEALWRIGHT_PROFILE"
)

var profileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// complete takes from the environment what is not set, and from the profile of `sealwright login` what neither has.
// The profile counts as a whole: its key never goes to an address of another origin.
func (s Settings) complete() (Settings, error) {
	trusted := s.RootFingerprint != "" || s.CAFile != ""
	known := s.APIKey != "" || s.APIKeyFile != ""
	identified := s.ClientCertificateFile != ""
	fill(&s.Address, AddressVariable)
	if !trusted {
		fill(&s.RootFingerprint, RootFingerprintVariable)
		fill(&s.CAFile, CAFileVariable)
	}
	if !known {
		fill(&s.APIKey, APIKeyVariable)
		fill(&s.APIKeyFile, APIKeyFileVariable)
	}
	if !identified {
		fill(&s.ClientCertificateFile, ClientCertificateFileVariable)
		fill(&s.ClientKeyFile, ClientKeyFileVariable)
	}
	if s.Address == "" {
		if err := s.login(); err != nil {
			return s, err
		}
	}
	switch {
	case s.RootFingerprint == "" && s.CAFile == "":
		return s, fmt.Errorf("nothing says which root to trust: set root_fingerprint or ca_file, %s or %s",
			RootFingerprintVariable, CAFileVariable)
	case s.RootFingerprint != "" && s.CAFile != "":
		return s, errors.New("both a root fingerprint and a CA file say whom to trust: set one of them")
	case s.APIKey != "" && s.APIKeyFile != "":
		return s, errors.New("both an API key and a file with one are set: set one of them")
	case s.APIKey == "" && s.APIKeyFile == "" && s.ClientCertificateFile == "":
		return s, fmt.Errorf("nothing says who asks: set api_key_file or client_certificate_file, %s or %s",
			APIKeyFileVariable, ClientCertificateFileVariable)
	case (s.ClientCertificateFile == "") != (s.ClientKeyFile == ""):
		return s, errors.New("a client certificate needs its key, and a key its certificate")
	}
	return s, nil
}

func fill(setting *string, variable string) {
	if *setting == "" {
		*setting = os.Getenv(variable)
	}
}

// login takes address, root and key from the profile that `sealwright login` wrote.
func (s *Settings) login() error {
	file, err := profileFile()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("nothing says where the service is: set address or %s, or run sealwright login", AddressVariable)
	}
	if err != nil {
		return fmt.Errorf("the profile of sealwright login cannot be read: %w", err)
	}
	var profile struct {
		Address         string `json:"address"`
		RootFingerprint string `json:"root_fingerprint"`
		APIKey          string `json:"api_key"`
	}
	if json.Unmarshal(text, &profile) != nil {
		return errors.New("the profile of sealwright login is not JSON; log in again")
	}
	s.Address = profile.Address
	s.RootFingerprint, s.CAFile = profile.RootFingerprint, ""
	s.APIKey, s.APIKeyFile = profile.APIKey, ""
	return nil
}

// profileFile is that of the profile in use: the one that the environment names, or `sealwright profiles use` chose, or
// the first.
func profileFile() (string, error) {
	folder, err := configFolder()
	if err != nil {
		return "", err
	}
	name := os.Getenv(ProfileVariable)
	if name == "" {
		chosen, err := os.ReadFile(filepath.Join(folder, "current"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("which profile of sealwright login is in use cannot be read: %w", err)
		}
		name = strings.TrimSpace(string(chosen))
	}
	if name == "" {
		name = "default"
	}
	if !profileName.MatchString(name) {
		return "", fmt.Errorf("%s, or sealwright profiles use, names no profile: up to 64 letters, digits, dots, dashes and underscores", ProfileVariable)
	}
	return filepath.Join(folder, "profiles", name+".json"), nil
}

func configFolder() (string, error) {
	if folder := os.Getenv(ConfigVariable); folder != "" {
		return folder, nil
	}
	if base := os.Getenv("XDG_CONFIG_HOME"); base != "" {
		return filepath.Join(base, "sealwright"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("nothing says where the service is: set address or %s", AddressVariable)
	}
	return filepath.Join(home, ".config", "sealwright"), nil
}

// key is the text of the API key; empty when a certificate says who asks. What a file holds never stands in an error.
func (s Settings) key() (string, error) {
	text := s.APIKey
	if s.APIKeyFile != "" {
		content, err := os.ReadFile(s.APIKeyFile)
		if err != nil {
			return "", fmt.Errorf("the file with the API key cannot be read: %w", err)
		}
		text = string(content)
	}
	text = strings.TrimSpace(text)
	if text != "" && !apiKey.MatchString(text) {
		return "", errors.New("the API key is not one: sw_ and 43 characters of base64url")
	}
	return text, nil
}

func firstCertificate(text []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, errors.New("it holds no certificate in PEM form")
	}
	return x509.ParseCertificate(block.Bytes)
}
