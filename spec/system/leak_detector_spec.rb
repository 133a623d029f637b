# frozen_string_literal: true

# Plants one leak in each channel: the other system specs prove nothing unless each is found.
RSpec.describe "Leak detector", leak_detector: false do
  fab!(:user)

  let(:detector) { EncryptedMessages::LeakDetector.new }
  let(:marker) { detector.marker }
  let(:encoded) { Base64.urlsafe_encode64(" #{marker}") }

  before do
    marker
    detector.start
    sign_in(user)
    visit "/"
  end

  after { detector.stop }

  def run_script(body)
    page.driver.with_playwright_page do |playwright_page|
      playwright_page.evaluate("async ([marker, encoded]) => { #{body} }", arg: [marker, encoded])
    end
  end

  def expect_leak(channel)
    expect(detector.findings).to include(
      a_string_starting_with("#{marker} leaked into #{channel}: "),
    )
  end

  it "finds nothing where nothing leaks" do
    run_script("document.body.append(marker)")
    expect(page).to have_content(marker)
    expect(detector.findings).to be_empty
  end

  it "finds an address, a header and a body" do
    run_script("await fetch(`/srv/status?q=${encoded}`)")
    expect_leak("browser: requests")

    run_script("await fetch('/srv/status', { headers: { 'X-Note': encoded } })")
    expect_leak("browser: requests")

    run_script("await fetch('/srv/status', { method: 'POST', body: encoded })")
    expect_leak("browser: requests")
  end

  it "finds a request to another site, answered or not" do
    run_script("await fetch(`http://localhost:9/${encoded}`).catch(() => {})")
    expect_leak("browser: requests")
  end

  it "finds a beacon, whatever it is made of" do
    run_script("navigator.sendBeacon('/srv/status', new Blob([encoded]))")
    try_until_success { expect_leak("requests as the server got them") }
  end

  it "finds what is sent through a socket" do
    server = TCPServer.new("localhost", 0)
    answering = Thread.new { accept_web_socket(server) }
    run_script(<<~JS)
      const socket = new WebSocket("ws://localhost:#{server.addr[1]}");
      await new Promise((resolve) => (socket.onopen = resolve));
      socket.send(encoded);
    JS
    try_until_success { expect_leak("browser: sockets") }
  ensure
    answering.kill
    server.close
  end

  it "finds what is printed to the console" do
    run_script("console.debug({ marker }, `${marker}`)")
    expect_leak("browser: console")
  end

  {
    "local storage" => "localStorage.setItem('draft', encoded)",
    "session storage" => "sessionStorage.setItem(marker, '')",
    "a cookie" => "document.cookie = `draft=${encoded}`",
    "the page's history" => "history.replaceState({ encoded }, '')",
    "a cache" => "await (await caches.open('c')).put('/x', new Response(marker))",
  }.each do |place, script|
    it "finds #{place}" do
      run_script(script)
      expect_leak("browser: storage")
    end
  end

  it "finds text, bytes and exportable keys in IndexedDB" do
    put = <<~JS
      const opening = indexedDB.open("planted");
      opening.onupgradeneeded = () => opening.result.createObjectStore("store");
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const put = (value, key) => new Promise((resolve) =>
        (opening.result.transaction("store", "readwrite").objectStore("store").put(value, key).onsuccess = resolve));
    JS
    run_script("#{put}; await put({ deep: [{ encoded }] }, 1); opening.result.close()")
    expect_leak("browser: storage")

    run_script("#{put}; await put(new TextEncoder().encode(marker), 1); opening.result.close()")
    expect_leak("browser: storage")

    run_script(<<~JS)
      #{put}
      const key = (extractable) => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, extractable, ["encrypt"]);
      await put(await key(false), 1);
      opening.result.close();
    JS
    expect(detector.findings).to be_empty

    run_script(<<~JS)
      #{put}
      await put(await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]), 1);
      opening.result.close();
    JS
    expect(detector.findings).to include(a_string_starting_with("A key that can be exported"))
  end

  it "finds a column of a table, text or not" do
    user.custom_fields["note"] = encoded
    user.save_custom_fields
    expect_leak("table user_custom_fields")
  end

  it "finds what was logged at any level, even about a row that is gone" do
    Rails.logger.debug(encoded)
    expect_leak("the log")

    detector.stop
    detector.start
    User.where(id: user.id).update_all(name: marker)
    User.where(id: user.id).update_all(name: "")
    expect_leak("the log")
  end

  it "finds a mail, in any of its parts" do
    ActionMailer::Base
      .mail(from: "a@example.com", to: "b@example.com", subject: "s", body: "")
      .tap { |mail| mail.message.html_part = Mail::Part.new { body("<p>&#8203;</p>") } }
      .tap { |mail| mail.message.html_part.body = "ü #{marker}" }
      .deliver_now
    expect_leak("mails")
  end

  it "says so when there was nothing to look for, or nothing to look through" do
    blind = EncryptedMessages::LeakDetector.new
    expect(blind.findings).to include("The example has no marker")
    expect(blind.findings).to include("Nothing was seen in browser: requests")
  end

  # Answers one WebSocket handshake (RFC 6455 section 4.2.2) and listens on.
  def accept_web_socket(server)
    client = server.accept
    request = +""
    request << client.readline until request.end_with?("\r\n\r\n")
    accept =
      Digest::SHA1.base64digest(
        "#{request[/Sec-WebSocket-Key: (\S+)/i, 1]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
      )
    client.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: #{accept}\r\n\r\n",
    )
    client.readpartial(1024)
    sleep
  end
end
