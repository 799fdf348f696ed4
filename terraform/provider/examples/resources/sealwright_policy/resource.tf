resource "sealwright_policy" "support" {
  org  = sealwright_org.acme.name
  name = "support"

  network = {
    allowed_hosts = ["api.example.com", "*.docs.example.com"]
    methods       = ["GET", "POST"]
  }
  filesystem = {
    read_only = ["/usr"]
    writable  = ["/tmp/agent"]
  }
  tools = {
    allow            = ["search"]
    block            = ["shell"]
    require_approval = ["payment"]
  }
  budgets = {
    tokens_per_day = 100000
  }
}
