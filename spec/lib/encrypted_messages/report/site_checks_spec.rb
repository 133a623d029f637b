# frozen_string_literal: true

RSpec.describe EncryptedMessages::SiteChecks do
  before { enable_current_plugin }

  def request_for(url)
    ActionDispatch::Request.new(Rack::MockRequest.env_for(url))
  end

  def check(id, request = nil)
    found = described_class.new(request).public_send(id)
    [found.verdict, found.reason]
  end

  it "wants HTTPS, forced (R14)" do
    SiteSetting.force_hostname = "forum.example.com"
    plain, secure = %w[http https].map { |scheme| request_for("#{scheme}://forum.example.com/") }
    expect(check(:https)).to eq(["problem", :missing])
    expect(check(:https, plain)).to eq(["problem", :missing])
    expect(check(:https, secure)).to eq(["warning", :not_forced])

    SiteSetting.force_https = true
    expect(check(:https, plain)).to eq(["fine", :forced])
  end

  it "lets a site on the machine itself be tried without HTTPS (R14)" do
    SiteSetting.force_hostname = "localhost"
    expect(check(:https)).to eq(["warning", :local])
  end

  it "wants a Content Security Policy that lets in no unsafe scripts (R15)" do
    expect(check(:csp)).to eq(["fine", :safe])

    SiteSetting.content_security_policy_script_src = "'unsafe-eval'"
    expect(check(:csp)).to eq(["problem", :unsafe])
    expect(described_class.new.csp.details).to eq({ sources: ["'unsafe-eval'"] })

    SiteSetting.content_security_policy = false
    expect(check(:csp)).to eq(["problem", :off])
  end

  it "reads a policy as browsers do (R15)" do
    unsafe = ->(policy) { EncryptedMessages::ScriptSources.of_policy(policy) }
    expect(unsafe.call("script-src 'strict-dynamic' 'nonce-x' https: 'unsafe-inline'")).to eq([])
    expect(unsafe.call("script-src 'strict-dynamic' 'unsafe-eval'")).to eq(["'unsafe-eval'"])
    expect(unsafe.call("script-src 'self' 'unsafe-inline' cdn.example.com blob:")).to eq(
      %w['unsafe-inline' cdn.example.com],
    )
    expect(unsafe.call("default-src 'self'; object-src 'none'")).to eq([])
    expect(unsafe.call("object-src 'none'")).to eq(["*"])
    expect(unsafe.call(nil)).to eq(["*"])
  end

  it "warns of scripts from elsewhere (R15)" do
    expect(check(:outside_scripts)).to eq(["fine", :none])
    SiteSetting.ga_universal_tracking_code = "G-ABCDEFG"
    expect(check(:outside_scripts)).to eq(["warning", :analytics])
    SiteSetting.gtm_container_id = "GTM-ABCDEFG"
    expect(check(:outside_scripts)).to eq(["problem", :tag_manager])
  end

  it "names plugins and themes, and why (R15)" do
    expect(check(:readers)).to eq(["fine", :none])
    theme = Fabricate(:theme, name: "Nosy", user_selectable: true)
    theme.set_field(target: :extra_js, type: :js, name: "x.js", value: "composerBeforeSave()")
    theme.save!
    expect(check(:readers)).to eq(["warning", :found])
    expect(described_class.new.readers.details[:readers]).to eq(
      [{ kind: "theme", name: "Nosy", reasons: ["composer_save"], bundled: false }],
    )
  end

  it "says when core keeps copies of drafts (R15)" do
    expect(check(:drafts)).to eq(["fine", :not_copied])
    SiteSetting.backup_drafts_to_pm_length = 100
    expect(check(:drafts)).to eq(["warning", :copied])
  end

  it "says when logs hold more than they need to (R15)" do
    before = Rails.logger.level
    Rails.logger.level = Logger::WARN
    expect(check(:logs)).to eq(["fine", :quiet])
    Rails.logger.level = Logger::DEBUG
    expect(check(:logs)).to eq(["warning", :debug])
  ensure
    Rails.logger.level = before
  end

  it "names the groups that could write nothing any more (R13)" do
    groups = Group::AUTO_GROUPS
    SiteSetting.encrypted_messages_allowed_groups = groups[:trust_level_2].to_s
    expect(check(:reach)).to eq(["fine", :not_forced])

    SiteSetting.encrypted_messages_force = true
    SiteSetting.personal_message_enabled_groups =
      groups.values_at(:admins, :moderators, :trust_level_1, :trust_level_3).join("|")
    expect(check(:reach)).to eq(["warning", :shut_out])
    expect(described_class.new.reach.details).to eq({ groups: ["trust_level_1"] })

    SiteSetting.encrypted_messages_allowed_groups = groups[:trust_level_0].to_s
    expect(check(:reach)).to eq(["fine", :all])
  end

  it "passes on what the daily job found, as counts, and how serious it is (R13, R20, R21)" do
    expect(check(:consistency)).to eq(["fine", :not_yet])
    EncryptedMessages::ConsistencyReport.make
    expect(check(:consistency)).to eq(["fine", :fits])

    report = EncryptedMessages::ConsistencyReport.latest.deep_symbolize_keys
    found = ->(**counts) do
      findings = report[:findings].merge(counts)
      PluginStore.set(
        EncryptedMessages::PLUGIN_NAME,
        EncryptedMessages::ConsistencyReport::KEY,
        report.merge(findings:),
      )
      expect(described_class.new.consistency.details[:counts]).to eq(counts)
      check(:consistency)
    end
    expect(found.call(cards_without_backup: 1)).to eq(["warning", :found])
    expect(found.call(plaintext_posts: 2)).to eq(["problem", :found])
    expect(found.call(cards_without_backup: 1, keys_without_membership: 2)).to eq(
      ["problem", :found],
    )
  end
end
