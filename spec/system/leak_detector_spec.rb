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
    find(".header-dropdown-toggle.current-user") # or a page that is still starting undoes some of it
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

  it "finds nothing where nothing leaks (R23)" do
    run_script("document.body.append(marker)")
    expect(page).to have_content(marker)
    expect(detector.findings).to be_empty
  end

  {
    "an address" => "await fetch(`/srv/status?q=${encoded}`)",
    "a header" => "await fetch('/srv/status', { headers: { 'X-Note': encoded } })",
    "a body" => "await fetch('/srv/status', { method: 'POST', body: encoded })",
    "a request to another site, answered or not" =>
      "await fetch(`http://localhost:9/${encoded}`).catch(() => {})",
  }.each do |part, script|
    it "finds #{part}" do
      run_script(script)
      expect_leak("browser: requests")
    end
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

  def put_into_indexed_db(value)
    run_script(<<~JS)
      const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const opening = indexedDB.open("planted");
      opening.onupgradeneeded = () => opening.result.createObjectStore("store");
      const database = await done(opening);
      const value = #{value};
      await done(database.transaction("store", "readwrite").objectStore("store").put(value, 1));
      database.close();
    JS
  end

  def aes_key(extractable)
    "await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, #{extractable}, ['encrypt'])"
  end

  it "finds text in IndexedDB" do
    put_into_indexed_db("{ deep: [new Map([[1, encoded]])] }")
    expect_leak("browser: storage")
  end

  it "finds bytes in IndexedDB" do
    put_into_indexed_db("new TextEncoder().encode(marker)")
    expect_leak("browser: storage")
  end

  it "finds a key in IndexedDB that can be exported, and no other" do
    put_into_indexed_db(aes_key(false))
    expect(detector.findings).to be_empty

    put_into_indexed_db(aes_key(true))
    expect(detector.findings).to include(a_string_starting_with("A key that can be exported"))
  end

  it "finds a column of a table, text or not" do
    user.custom_fields["note"] = encoded
    user.save_custom_fields
    expect_leak("table user_custom_fields")
  end

  it "finds what was logged at any level (R23)" do
    Rails.logger.debug(encoded)
    expect_leak("the log")
  end

  it "finds what a column held only for a moment" do
    User.where(id: user.id).update_all(name: marker)
    User.where(id: user.id).update_all(name: "")
    expect_leak("the log")
  end

  it "finds a mail, in any of its parts" do
    mail = Mail.new(from: "a@example.com", to: "b@example.com", subject: "s", body: "text")
    mail.html_part = Mail::Part.new(content_type: "text/html; charset=UTF-8", body: "ü #{marker}")
    ActionMailer::Base.deliveries << mail
    expect_leak("mails")
  end

  it "finds what is told to open pages (R22)" do
    MessageBus.publish("/notification/#{user.id}", { title: encoded }, user_ids: [user.id])
    expect_leak("the message bus")
  end

  it "finds a line of a member's archive (R22)" do
    path = File.join(UserExport.base_directory, "planted", "user_archive.csv")
    FileUtils.mkdir_p(File.dirname(path))
    File.write(path, "post_raw\n#{encoded}\n")
    expect_leak("archives")
  ensure
    FileUtils.rm_rf(File.dirname(path))
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
